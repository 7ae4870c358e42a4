import {createRawObject} from '../../src/create-raw-object.ts';
import {apiVersionOf, type ResourceType} from '../../src/resource-type.ts';

/** An object as a test states it. */
export interface StatedObject {
  readonly type: ResourceType;
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly uid?: string | undefined;
  /** UIDs of its owners. */
  readonly owners?: readonly string[];
  /** JSON text of a further field. */
  readonly spec?: string;
}

/** Its JSON text, as an API server would send it. */
export function objectText({type, name, namespace, uid, owners, spec}: StatedObject): string {
  const ownerReferences = owners?.map((owner) => ({kind: 'Owner', name: 'owner', uid: owner}));
  const metadata = JSON.stringify({name, namespace, uid, ownerReferences});
  const start = `"apiVersion":"${apiVersionOf(type)}","kind":"${type.kind}","metadata":${metadata}`;
  return `{${start}${spec === undefined ? '' : `,"spec":${spec}`}}`;
}

/** It as a source would hand it over. */
export function rawObject(stated: StatedObject) {
  return createRawObject(stated.type, new TextEncoder().encode(objectText(stated)));
}
