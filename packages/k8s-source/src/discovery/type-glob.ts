import type {ResourceType} from '@firefly/core';

import {globExpression} from '../glob-expression.ts';

/** Whether a type is one that a glob means. */
export type TypeMatch = (type: Pick<ResourceType, 'group' | 'resource'>) => boolean;

/**
 * Reads a glob for types: what stands before its first dot is matched against plurals, what stands behind it against
 * groups (`core` is the core group). Without a dot, it means every group's.
 */
export function typeGlob(glob: string): TypeMatch {
  const [plural = '', ...group] = glob.trim().toLowerCase().split('.');
  const ofPlural = globExpression(plural);
  const ofGroup = globExpression(group.length === 0 ? '*' : group.join('.'));
  return (type) => ofPlural.test(type.resource) && ofGroup.test(type.group === '' ? 'core' : type.group);
}
