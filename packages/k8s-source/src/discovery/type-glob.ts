import {glob, parseTypeName, type ResourceType} from '@firefly/core';

/** Whether a type is one that a glob means. */
export type TypeMatch = (type: Pick<ResourceType, 'group' | 'resource'>) => boolean;

/**
 * Reads a glob for types: what stands before its first dot is matched against plurals, what stands behind it against
 * groups (`core` is the core group). Without a dot, it means every group's.
 */
export function typeGlob(name: string): TypeMatch {
  const {resource, group} = parseTypeName(name.trim().toLowerCase());
  const ofPlural = glob(resource, '*?');
  const ofGroup = glob(group || '*', '*?');
  return (type) => ofPlural(type.resource) && ofGroup(type.group === '' ? 'core' : type.group);
}
