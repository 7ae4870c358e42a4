import {createUidTable} from '@firefly/core';

import type {ScannedObject} from './scanned-object.ts';

/** Remembers which objects of one list were handed on, so that none is handed on twice. */
export interface SentLog {
  /** How many there were, objects without any name not counted. */
  readonly length: number;
  /** Notes the objects and returns those that are new. */
  add(objects: readonly ScannedObject[]): readonly ScannedObject[];
}

/** By UID, 16 bytes each; an object without one (some aggregated APIs) is known by namespace and name. */
export function createSentLog(): SentLog {
  const sent = createUidTable();

  function isNew(object: ScannedObject): boolean {
    const key = object.uid ?? nameOf(object);
    // Without a UID and a name nothing tells it from others.
    if (key === undefined) return true;
    const known = sent.length;
    sent.intern(key);
    return sent.length > known;
  }

  return {
    get length() {
      return sent.length;
    },
    add: (objects) => objects.filter(isNew),
  };
}

function nameOf({namespace = '', name}: ScannedObject): string | undefined {
  return name === '' ? undefined : `${namespace}/${name}`;
}
