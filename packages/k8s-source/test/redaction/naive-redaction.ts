import {gunzipSync} from 'node:zlib';
import {parse} from 'yaml';
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
  /** Lists and objects that go as a whole, and with them what lies within. */
  const holes: string[] = [];
  const taken: {text: string; rule: RedactionRule}[] = [];
  const hasTemplates = root['kind'] === 'SealedSecret';
  let holdsSecret = rules.has('secrets') && (hasTemplates || root['kind'] === 'Secret');

  function take(path: string, value: Json, rule: RedactionRule) {
    if (value === 'REDACTED') return;
    found.set(path, '"REDACTED"');
    if (rule === 'secrets') holdsSecret = true;
    for (const text of stringsIn(value)) taken.push({text, rule});
  }

  /** `names` tells which of the names in here are those of secret variables; undefined outside of environments. */
  function visit(value: Json, path: string, key: string, names: Names | undefined) {
    if (Array.isArray(value)) {
      for (const [index, element] of value.entries()) {
        const inner = `${path}/${index}`;
        visit(element, inner, '', names === anyName && isObject(element) ? capitals : names);
        if ((key === 'command' || key === 'args') && typeof element === 'string') {
          carriers.push({path: inner, text: element});
        }
        if (names !== undefined) listed(element, inner, names);
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
        if (/annotations$/i.test(key) && typeof member === 'string') {
          annotations.push({path: inner, name, text: member});
        } else if (
          rules.has('env') &&
          isEnvironment(name) &&
          typeof member === 'string' &&
          isDotenv(member)
        ) {
          take(inner, member, 'env');
        }
        if (names !== undefined) variable(value, name, inner, names);
        const isAnnotations = /annotations$/i.test(name) && isObject(member);
        visit(member, inner, name, isAnnotations ? undefined : namesWithin(name, names));
      }
    }
  }

  function namesWithin(name: string, around: Names | undefined): Names | undefined {
    if (!rules.has('env')) return undefined;
    const isReference = /(?:From|Refs?)$/.test(name);
    if (around === everyName) return isReference ? undefined : everyName;
    if (isEnvironment(name)) return anyName;
    if (around === undefined || isReference) return undefined;
    if (around(name)) return everyName;
    return name === 'variables' ? anyName : capitals;
  }

  function listed(element: Json, path: string, names: Names) {
    if (names === everyName && (typeof element === 'string' || typeof element === 'number')) {
      take(path, element, 'env');
    } else if (typeof element === 'string') {
      const [name = '', ...rest] = element.split('=');
      const text = rest.join('=');
      if (rest.length === 0 || !/^\w+$/.test(name) || !names(name)) carriers.push({path, text: element});
      else if (text !== '' && text !== 'REDACTED') {
        found.set(path, JSON.stringify(`${name}=REDACTED`));
        taken.push({text, rule: 'env'});
      }
    }
  }

  function variable(owner: JsonObject, name: string, path: string, names: Names) {
    const value = owner[name];
    if (value === undefined || value === null || typeof value === 'boolean') return;
    const isNamed = [owner['name'], owner['key'], owner['Name']].some(
      (other) => typeof other === 'string' && saysSecret(other),
    );
    const isValue = name === 'value' || name === 'Value';
    if (typeof value === 'object') {
      if (!isValue || !isNamed || names === everyName || Object.keys(value).length === 0) return;
      found.set(path, '"REDACTED"');
      holes.push(`${path}/`);
      for (const text of stringsIn(value)) taken.push({text, rule: 'env'});
    } else if (names === everyName && name === 'key') {
      if (typeof owner['name'] !== 'string' && typeof owner['Name'] !== 'string') take(path, value, 'env');
    } else if (names(name) || (isValue && isNamed)) take(path, value, 'env');
    else if (typeof value === 'string' && (names === anyName || !['name', 'key', 'Name'].includes(name))) {
      carriers.push({path, text: value});
    }
  }

  function isSecret(value: JsonObject, path: string, key: string): boolean {
    if (path === '' && value['kind'] === 'Secret') return true;
    if (hasTemplates && key === 'template') return true;
    if (/annotations$/i.test(key)) return false;
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

  visit(root, '', '', undefined);
  for (const {path, name, text: value} of annotations) {
    if (value !== '' && value !== 'REDACTED' && goesAsCopy(name, value)) found.set(path, '"REDACTED"');
    else carriers.push({path, text: value});
  }
  for (const {path, text} of carriers) {
    if (taken.some(({text: value, rule}) => repeats(text, value, rule))) found.set(path, '"REDACTED"');
  }
  for (const path of found.keys()) if (holes.some((hole) => path.startsWith(hole))) found.delete(path);
  return found;

  function goesAsCopy(name: string, copy: string): boolean {
    const layers = layersOf(copy);
    const objects = layers.flatMap((layer) => objectsIn(layer.text));
    const isSecret = objects.some(({kind}) => kind === 'Secret');
    const isKnown = name === 'kubectl.kubernetes.io/last-applied-configuration';
    if (!isKnown && !(isSecret && objects.some((object) => 'data' in object))) return false;
    if (rules.has('lastApplied')) return true;
    if (rules.has('secrets') && (holdsSecret || isSecret)) return true;
    const isReadable = isKnown
      ? /^[{[]/.test(copy)
      : layers.some((layer) => !layer.isPacked && objectsIn(layer.text).some(({kind}) => kind === 'Secret'));
    return rules.has('env') && (isReadable ? /nv|NV|u00/.test(copy) : /ontainers"|nv|NV|u00/.test(text));
  }
}

/** A text, and every text that it holds: as a string in JSON or YAML, in base64, in gzip in base64. */
function layersOf(text: string, isPacked = false): {text: string; isPacked: boolean}[] {
  if (/^[\w+/]{30,}=*$/.test(text)) return layersOf(unpacked(text), true);
  const within = stringsIn(parsed(text)).filter((inner) => inner !== text);
  return [{text, isPacked}, ...within.flatMap((inner) => layersOf(inner, isPacked))];
}

function unpacked(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString();
}

function parsed(text: string): Json {
  try {
    return parse(text) as Json;
  } catch {
    return null;
  }
}

function objectsIn(text: string): JsonObject[] {
  const within = (value: Json): JsonObject[] =>
    typeof value !== 'object' || value === null
      ? []
      : [...(isObject(value) ? [value] : []), ...Object.values(value).flatMap(within)];
  return within(parsed(text));
}

/** The cases that the generated values reach: plain and base64, from eight bytes on. */
function repeats(text: string, value: string, rule: RedactionRule): boolean {
  const meanings = [value];
  if (rule === 'secrets') meanings.push(Buffer.from(value, 'base64').toString().trim());
  return meanings.some(
    (meaning) => meaning.length >= 8 && !meaning.includes('\uFFFD') && text.includes(meaning),
  );
}

type Names = (name: string) => boolean;

const anyName: Names = saysSecret;
const capitals: Names = (name) => /^[A-Z_]+$/.test(name) && saysSecret(name);
const everyName: Names = (name) =>
  !['name', 'kind', 'apiVersion'].includes(name) && !/(?:From|Refs?)$/.test(name);

function isDotenv(text: string): boolean {
  return text.split('\n').some((line) => line.includes('=') && saysSecret(line.split('=')[0]!.trim()));
}

/** Every string in a value but the keys. */
function stringsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function isEnvironment(key: string): boolean {
  return /(?:env|envs|envvars?|environment|environmentvariables?)$/i.test(key);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
