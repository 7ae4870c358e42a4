import {
  isRawObject,
  type PageFormat,
  type ResourceTypeRecord,
  type StreamItem,
  type StreamName,
} from '@firefly/core';

const encoder = new TextEncoder();

/** How the contract `fetching` frames each stream's items (spec, steps 2 to 4). */
export function createFetchingFormats(fetchingId: string) {
  const head = (array: string) => encoder.encode(`{"fetchingId":${JSON.stringify(fetchingId)},"${array}":[`);
  const tail = encoder.encode(']}');
  const wrappings = new Map<string, Uint8Array>();
  let helmTail = encoder.encode('],"k8sTypes":[]}');

  return {
    /** Every page of Helm releases carries the resource types. */
    announce(resourceTypes: readonly ResourceTypeRecord[]) {
      helmTail = encoder.encode(`],"k8sTypes":${JSON.stringify(resourceTypes)}}`);
    },
    format(stream: StreamName): PageFormat {
      if (stream === 'helmReleases') return {head: head('helmReleases'), tail: helmTail};
      if (stream === 'k8sTrees') return {head: head('k8sTrees'), tail};
      const before = (item: StreamItem) => objectWrapping(kindOf(item));
      return {head: head('k8sObjects'), tail, before, after: encoder.encode('}')};
    },
    objectWrapping,
  };

  /** What stands before an object of this kind. */
  function objectWrapping(kind: string): Uint8Array {
    let wrapping = wrappings.get(kind);
    if (wrapping === undefined) {
      wrapping = encoder.encode(`{"kind":${JSON.stringify(kind)},"object":`);
      wrappings.set(kind, wrapping);
    }
    return wrapping;
  }
}

function kindOf(item: StreamItem): string {
  return isRawObject(item) ? item.type.kind : item.describe().kind;
}
