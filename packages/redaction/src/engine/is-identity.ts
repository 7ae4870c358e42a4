import {keyRole} from '../detectors/key-facts.ts';
import type {Outline} from '../readers/outline.ts';

/** Whether an object is called by what a node of it says: without it nobody would find it again. */
export function isIdentity(outline: Outline, node: number): boolean {
  const key = outline.key(node)?.text ?? '';
  const parent = outline.parent(node);
  if (parent === 0) return key === 'apiVersion' || key === 'kind';
  const isOfMetadata = outline.parent(parent) === 0 && outline.key(parent)?.role === keyRole.metadata;
  return isOfMetadata && ['name', 'namespace', 'uid', 'generateName'].includes(key);
}
