import {createRawObject, type RawObject} from '../../src/index.ts';

export const pods = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};

/** JSON text of a pod of exactly so many bytes, where they are enough for its name. */
export function podText(name: string, bytes = 0): string {
  const text = `{"kind":"Pod","metadata":{"name":"${name}","namespace":"default"},"x":""}`;
  return text.replace('"x":""', `"x":"${'x'.repeat(Math.max(0, bytes - text.length))}"`);
}

/** The same as an item of a source. */
export function pod(name: string, bytes = 0): RawObject {
  return createRawObject(pods, Buffer.from(podText(name, bytes)));
}
