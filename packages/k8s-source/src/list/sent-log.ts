import {createUidTable} from '@firefly/core';

import type {ScannedObject} from './scanned-object.ts';

/** Remembers which objects of one list were handed on, so that a list read again hands on only the others. */
export interface SentLog {
  /** Notes the objects and returns those that are new. */
  add(objects: readonly ScannedObject[]): readonly ScannedObject[];
  /** From now on objects may come a second time. */
  expectRepeats(): void;
}

/** By UID, 16 bytes each; an object without one (some aggregated APIs) is known by namespace and name. */
export function createSentLog(): SentLog {
  const sent = createUidTable();
  let repeats = false;

  function isNew(object: ScannedObject): boolean {
    const known = sent.length;
    sent.intern(keyOf(object));
    return sent.length > known;
  }

  return {
    add(objects) {
      if (repeats) return objects.filter(isNew);
      for (const object of objects) sent.add(keyOf(object));
      return objects;
    },
    expectRepeats() {
      repeats = true;
    },
  };
}

function keyOf(object: ScannedObject): string {
  return object.uid ?? `${object.namespace ?? ''}/${object.name}`;
}
