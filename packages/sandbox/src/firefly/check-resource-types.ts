import {expectKeys, isJsonObject} from './read-document.ts';
import {Refusal} from '../loopback/refusal.ts';

const keys = {required: ['kind', 'namespaced', 'apiVersion']};

/** Throws a `Refusal` unless `value` is a filled array of `{kind, namespaced, apiVersion}`, each once, as a helm page has it. */
export function checkResourceTypes(value: unknown): void {
  if (!Array.isArray(value) || value.length === 0) {
    throw new Refusal(400, 'k8sTypes must be an array of at least one resource type.');
  }
  const seen = new Set<string>();
  for (const [index, row] of value.entries()) {
    const what = `k8sTypes[${index}]`;
    if (!isJsonObject(row)) throw new Refusal(400, `${what} is not a JSON object.`);
    expectKeys(Object.keys(row), keys, what);
    const {kind, namespaced, apiVersion} = row;
    if (typeof kind !== 'string' || typeof namespaced !== 'boolean' || typeof apiVersion !== 'string') {
      throw new Refusal(400, `${what} must hold a string, a boolean and a string.`);
    }
    const triple = JSON.stringify([kind, namespaced, apiVersion]);
    if (seen.has(triple)) throw new Refusal(400, `${what} is there twice: ${apiVersion} ${kind}.`);
    seen.add(triple);
  }
}
