import type {ResourceDefinition} from './resource-definition.ts';
import {definitionName} from './resource-definition.ts';

/** Decides by fields of an object; `field` gives a field's value by its path, an empty string when it has none. */
export type FieldPredicate = (field: (path: string) => string) => boolean;

/** Field labels beyond name and namespace, of the resources that a collector could want to narrow. */
const extraLabels: Readonly<Record<string, readonly string[]>> = {
  secrets: ['type'],
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.phase',
  ],
  namespaces: ['status.phase'],
  events: ['involvedObject.kind', 'involvedObject.name', 'involvedObject.namespace', 'reason', 'type'],
};

/**
 * Parses `metadata.name=a,metadata.namespace!=b` for one resource. A string is the server's sentence on why it
 * cannot; as there, only known field labels are allowed.
 */
export function parseFieldSelector(text: string, definition: ResourceDefinition): FieldPredicate | string {
  const extra = extraLabels[definitionName(definition)];
  const known = new Set(['metadata.name', 'metadata.namespace', ...(extra ?? [])]);
  const terms: FieldPredicate[] = [];
  for (const term of text.split(',').filter((part) => part !== '')) {
    const parts = /^([^=!]*)(==|!=|=)(.*)$/.exec(term);
    if (parts === null) return `invalid selector: '${text}'; can't understand '${term}'`;
    const [, path = '', operator, wanted = ''] = parts;
    if (!known.has(path)) {
      return extra === undefined && !definition.custom
        ? `"${path}" is not a known field selector: only "metadata.name", "metadata.namespace"`
        : `field label not supported: ${path}`;
    }
    terms.push((field) => (field(path) === wanted) === (operator !== '!='));
  }
  return (field) => terms.every((term) => term(field));
}
