import {expectKeys} from './expect-keys.ts';
import {isJsonObject} from './read-document.ts';
import {refuseUnless} from '../loopback/request-refusal.ts';

const keys = {required: ['kind', 'namespaced', 'apiVersion']};

/** Throws a `RequestRefusal` unless `value` is a filled array of `{kind, namespaced, apiVersion}`, each once, as a helm page has it. */
export function checkResourceTypes(value: unknown): void {
  const isList = Array.isArray(value) && value.length > 0;
  refuseUnless(isList, 'k8sTypes must be an array of at least one resource type.');
  const seen = new Set<string>();
  for (const [index, row] of value.entries()) {
    const what = `k8sTypes[${index}]`;
    refuseUnless(isJsonObject(row), `${what} is not a JSON object.`);
    expectKeys(Object.keys(row), keys, what);
    const {kind, namespaced, apiVersion} = row;
    const types = [kind, namespaced, apiVersion].map((member) => typeof member).join();
    refuseUnless(types === 'string,boolean,string', `${what} must hold a string, a boolean and a string.`);
    const triple = JSON.stringify([kind, namespaced, apiVersion]);
    refuseUnless(!seen.has(triple), `${what} is there twice: ${String(apiVersion)} ${String(kind)}.`);
    seen.add(triple);
  }
}
