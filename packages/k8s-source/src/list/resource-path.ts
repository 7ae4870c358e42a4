import type {ResourceType} from '@firefly/core';

import {encodeText} from '../api/encode-text.ts';

/** The path of a type's list, or of one object: in one namespace, or of the whole cluster. Every part is encoded. */
export function resourcePath(
  type: Pick<ResourceType, 'group' | 'version' | 'resource'>,
  namespace?: string,
  name?: string,
): string {
  const {group, version, resource} = type;
  const parts = [
    ...(group === '' ? ['api'] : ['apis', group]),
    version,
    ...(namespace === undefined ? [] : ['namespaces', namespace]),
    resource,
    ...(name === undefined ? [] : [name]),
  ];
  return `/${parts.map(encodeText).join('/')}`;
}
