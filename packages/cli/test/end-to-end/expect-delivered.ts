import type {Firefly} from '@firefly/sandbox';
import {expect} from 'vitest';

import type {HeldObject} from './read-cluster.ts';

/**
 * Expects that Firefly accepted exactly these objects: each once, byte for byte as the API server holds it, and with the
 * `apiVersion` and `kind` that the server's lists of built-in types leave out. `after` is the cluster as it stood when
 * the run was over: a few objects, leases above all, come and change by themselves.
 */
export function expectDelivered(
  firefly: Firefly,
  before: ReadonlyMap<string, HeldObject>,
  after: ReadonlyMap<string, HeldObject> = before,
): void {
  const accepted = firefly.accepted.objectsByUid();
  expect(firefly.duplicateUids).toEqual([]);
  expect(firefly.accepted.totals('objects').items).toBe(accepted.size);
  const missing = [...before].filter(([uid]) => after.has(uid) && !accepted.has(uid));
  expect(missing.map(([, object]) => describeHeld(object))).toEqual([]);
  const surplus = [...accepted].filter(([uid]) => !before.has(uid) && !after.has(uid));
  expect(surplus.map(([, bytes]) => bytes.toString())).toEqual([]);
  for (const [uid, bytes] of accepted) {
    const held = [before.get(uid), after.get(uid)].filter((object) => object !== undefined);
    const texts = held.map((object) => collectedText(object));
    const text = bytes.toString();
    // Comparing first keeps what is printed short.
    if (!texts.includes(text)) expect(text).toBe(texts[0]);
  }
  expect(firefly.violations).toEqual([]);
  expect(firefly.undelivered).toEqual({pages: 0, items: 0});
}

/** What is to be sent of an object. */
export function collectedText({type, text}: HeldObject): string {
  if (text.startsWith('{"apiVersion":')) return text;
  return `{"apiVersion":"${type.apiVersion}","kind":"${type.kind}",${text.slice(1)}`;
}

function describeHeld({type, namespace, name}: HeldObject): string {
  return `${type.name} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
