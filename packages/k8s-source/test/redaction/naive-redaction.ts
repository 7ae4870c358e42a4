import type {RedactionRule} from '../../src/redaction/redaction-rule.ts';
import {saysSecret} from '../../src/redaction/says-secret.ts';
import type {Json} from './render-json.ts';

type JsonObject = {[key: string]: Json};

/** What the rules replace in an object, by path: said over parsed values, with no care for bytes or speed. */
export function naiveRedaction(text: string, rules: ReadonlySet<RedactionRule>): Map<string, string> {
  const root = JSON.parse(text) as JsonObject;
  const found = new Map<string, string>();
  const annotations: {path: string; name: string; text: string}[] = [];
  const carriers: {path: string; text: string}[] = [];
  const taken: {text: string; rule: RedactionRule}[] = [];
  const hasTemplates = root['kind'] === 'SealedSecret';
  let holdsSecret = rules.has('secrets') && (hasTemplates || root['kind'] === 'Secret');

  function take(path: string, value: Json, rule: RedactionRule) {
    if (value === 'REDACTED') return;
    found.set(path, '"REDACTED"');
    if (rule === 'secrets') holdsSecret = true;
    if (typeof value === 'string') taken.push({text: value, rule});
  }

  function visit(value: Json, path: string, key: string) {
    if (Array.isArray(value)) {
      for (const [index, element] of value.entries()) {
        const isVariable = isEnvironment(key) && isObject(element);
        visit(element, `${path}/${index}`, '');
        if ((key === 'command' || key === 'args') && typeof element === 'string') {
          carriers.push({path: `${path}/${index}`, text: element});
        }
        if (isVariable && element['value'] !== undefined) {
          variable(
            `${path}/${index}/value`,
            element['value'],
            typeof element['name'] === 'string' && saysSecret(element['name']),
          );
        }
      }
    } else if (isObject(value)) {
      if (rules.has('secrets') && isSecret(value, path, key)) {
        for (const name of ['data', 'stringData']) secretData(value[name], `${path}/${name}`);
      }
      for (const [name, member] of Object.entries(value)) {
        const inner = `${path}/${name}`;
        if (key === 'metadata' && name === 'managedFields' && Array.isArray(member)) {
          if (rules.has('managedFields') && member.length > 0) found.set(inner, '[]');
          continue;
        }
        if (/annotations$/i.test(key) && typeof member === 'string')
          annotations.push({path: inner, name, text: member});
        if (isEnvironment(key)) variable(inner, member, saysSecret(name));
        visit(member, inner, name);
      }
    }
  }

  function isSecret(value: JsonObject, path: string, key: string): boolean {
    if (path === '' && value['kind'] === 'Secret') return true;
    if (hasTemplates && key === 'template') return true;
    if (/annotations$/i.test(key) || (rules.has('env') && isEnvironment(key))) return false;
    const version = value['apiVersion'] ?? null;
    return value['kind'] === 'Secret' && (typeof version === 'object' || version === 'v1');
  }

  function secretData(data: Json | undefined, path: string) {
    if (data === undefined || data === null || Array.isArray(data)) return;
    if (!isObject(data)) return take(path, data, 'secrets');
    for (const [name, value] of Object.entries(data)) {
      if (value !== null) take(`${path}/${name}`, value, 'secrets');
    }
  }

  function variable(path: string, value: Json, goes: boolean) {
    if (!rules.has('env') || (typeof value !== 'string' && typeof value !== 'number')) return;
    if (goes) take(path, value, 'env');
    else if (typeof value === 'string') carriers.push({path, text: value});
  }

  visit(root, '', '');
  for (const {path, name, text: value} of annotations) {
    if (value !== '' && value !== 'REDACTED' && goesAsCopy(name, value)) found.set(path, '"REDACTED"');
    else carriers.push({path, text: value});
  }
  for (const {path, text} of carriers) {
    if (taken.some(({text: value, rule}) => repeats(text, value, rule))) found.set(path, '"REDACTED"');
  }
  return found;

  function goesAsCopy(name: string, copy: string): boolean {
    if (name !== 'kubectl.kubernetes.io/last-applied-configuration') return false;
    if (rules.has('lastApplied')) return true;
    if (rules.has('secrets') && (holdsSecret || copy.includes('"Secret"'))) return true;
    const hasEnvironment = copy.startsWith('{') ? copy.includes('env') : /ontainers"|nv|NV|u00/.test(text);
    return rules.has('env') && hasEnvironment;
  }
}

/** The cases that the generated values reach: plain and base64, from eight bytes on. */
function repeats(text: string, value: string, rule: RedactionRule): boolean {
  const meanings = [value];
  if (rule === 'secrets') meanings.push(Buffer.from(value, 'base64').toString().trim());
  return meanings.some(
    (meaning) => meaning.length >= 8 && !meaning.includes('\uFFFD') && text.includes(meaning),
  );
}

function isEnvironment(key: string): boolean {
  return /(?:env|envs|envvars|environment|environmentvariables)$/i.test(key);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
