import {resourceTypeName, type ResourceType, type StreamName} from '@firefly/core';

/** What items that are shown together are called: those of one type, or of one stream. */
export interface ItemGroup {
  /** `pods`, `deployments.apps`, `helm-releases`, `object-trees`. Of objects, a server's word. */
  readonly name: string;
  readonly stream: StreamName;
  readonly kind: string;
}

/** The group of an item, or of a page of items. */
export function itemGroup(stream: StreamName, type: ResourceType | undefined): ItemGroup {
  switch (stream) {
    case 'objects':
      return type === undefined
        ? {name: 'objects', stream, kind: 'object'}
        : {name: resourceTypeName(type), stream, kind: type.kind};
    case 'helmReleases':
      return {name: 'helm-releases', stream, kind: 'Helm release'};
    case 'k8sTrees':
      return {name: 'object-trees', stream, kind: 'object tree'};
  }
}
