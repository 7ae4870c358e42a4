import {expectKeys} from './expect-keys.ts';
import {RequestRefusal, refuseUnless} from '../loopback/request-refusal.ts';
import type {ObjectHead} from './scan-object.ts';
import type {ItemShape, ScannedItem} from './scan-page.ts';

const wrapperKeys = {required: ['kind', 'object']};

/** Throws a `RequestRefusal` unless a scanned item of the stream of objects is what its contract asks for. */
export function checkObjectItem(item: ScannedItem, shape: ItemShape, what: string): void {
  if (shape === 'wrapped') expectKeys(item.keys, wrapperKeys, what);
  refuseUnless(item.object, `${what}${shape === 'wrapped' ? '.object' : ''} is not a JSON object.`);
  expectOnce(item.object, what);
  refuseUnless(item.kind === item.object.kind, `${what} has another kind than its object.`);
}

/** Twice the same key is what putting `apiVersion` and `kind` in front of an object that has them makes. */
function expectOnce(object: ObjectHead, what: string): void {
  const {apiVersions, kinds, metadatas} = object;
  if (apiVersions === 1 && kinds === 1 && metadatas === 1 && object.kind !== undefined) return;
  for (const [key, times] of Object.entries({apiVersion: apiVersions, kind: kinds, metadata: metadatas})) {
    refuseUnless(times > 0, `${what} has no ${key}.`);
    refuseUnless(times === 1, `${what} has ${key} ${times} times.`);
  }
  throw new RequestRefusal(400, `${what} has no kind.`);
}
