import {decodeKey} from '../readers/scalar.ts';
import {type Telling, telling, tellingKey} from './telling-key.ts';

/** What a key can mean beside what it tells. */
export const keyRole = {
  other: 0,
  metadata: 1,
  managedFields: 2,
  annotations: 3,
  /** An environment: `env`, `extraEnvVars`, `environment`. */
  env: 4,
  /** A Secret's. */
  data: 5,
  kind: 6,
  apiVersion: 7,
  /** What an object that has a value is called by: `name`, `key`, `header`. */
  name: 8,
  value: 9,
  /** Where a Secret is named beside the key in it. */
  secretName: 10,
  command: 11,
  /** Where a value comes from, instead of the value: `valueFrom`, `secretKeyRef`, `fieldSelector`. */
  reference: 12,
  /** What stands beside a client's own secret. */
  client: 13,
} as const;

export type KeyRole = (typeof keyRole)[keyof typeof keyRole];

/** All that a key says by itself. */
export interface KeyFacts {
  readonly text: string;
  readonly role: KeyRole;
  readonly tells: Telling;
  /** It says nothing: neither what its value is nor what stands beside it. */
  readonly isDull: boolean;
}

const roles: readonly (readonly [RegExp, KeyRole])[] = [
  [/^metadata$/, keyRole.metadata],
  [/^managedFields$/, keyRole.managedFields],
  [/annotations$/i, keyRole.annotations],
  [/(?:env|envs|envvars?|environments?|environment_?variables?)$/i, keyRole.env],
  [/^(?:data|stringData)$/, keyRole.data],
  [/^kind$/, keyRole.kind],
  [/^apiVersion$/, keyRole.apiVersion],
  [
    /^(?:name|key|header|headerName|param|parameter|option|property|variable|field|setting|type)$/i,
    keyRole.name,
  ],
  [
    /^(?:value|val|values?Content|content|default|defaultValue|stringValue|string_value|currentValue|inline_?string|inline_?bytes)$/i,
    keyRole.value,
  ],
  [/^secretName$/, keyRole.secretName],
  [/^(?:client_?id|redirect_?uris)$/i, keyRole.client],
  [/(?:^cmd|^entry_?point|^command|args|arguments|Command|^exec|^run|^script)$/, keyRole.command],
  [/(?:from|refs?|references?|selectors?)$/i, keyRole.reference],
];

/** Keys are few: a cluster repeats some hundreds of them millions of times. */
const known = new Map<string, KeyFacts>();
const mostKnown = 20_000;
const longestKnown = 80;
/** The same by some of their bytes, so that no text is made of what is known. */
const slots: ({readonly bytes: Buffer; readonly facts: KeyFacts} | undefined)[] = Array.from({length: 4096});

/** The facts of a key as a document writes it, with its quotes where it has any. */
export function factsOfRawKey(source: Buffer, start: number, end: number): KeyFacts {
  const length = end - start;
  if (length < 3 || length > longestKnown)
    return factsOfLetters(source.toString('latin1', start, Math.min(end, start + 1000)));
  let hash = length;
  // In range: three bytes at least.
  hash = Math.imul(hash, 31) ^ (source[start + 1] as number) ^ ((source[end - 2] as number) << 6);
  hash = Math.imul(hash, 31) ^ (source[start + 2] as number) ^ ((source[end - 3] as number) << 6);
  hash = Math.imul(hash, 31) ^ (source[start + (length >> 1)] as number);
  const slot = (hash ^ (hash >>> 12)) & 4095;
  const entry = slots[slot];
  if (entry !== undefined && isSame(entry.bytes, source, start, length)) return entry.facts;
  const facts = factsOfLetters(source.toString('latin1', start, end));
  slots[slot] = {bytes: Buffer.from(source.subarray(start, end)), facts};
  return facts;
}

function isSame(known: Buffer, source: Buffer, start: number, length: number): boolean {
  if (known.length !== length) return false;
  for (let at = 0; at < length; at++) if (known[at] !== source[start + at]) return false;
  return true;
}

function factsOfLetters(raw: string): KeyFacts {
  return known.get(raw) ?? remember(raw, decodeKey(raw));
}

/** The facts of a key, or of what an object is called by. */
export function factsOfKey(text: string): KeyFacts {
  // Keys are known by how they are written: with a quote of its own it would be another.
  const raw = /^["']/.test(text) ? JSON.stringify(text) : text;
  return known.get(raw) ?? remember(raw, text);
}

function remember(raw: string, text: string): KeyFacts {
  const role = text.length > 200 ? undefined : roles.find(([name]) => name.test(text))?.[1];
  const tells = tellingKey(text);
  const facts = {
    text,
    role: role ?? keyRole.other,
    tells,
    isDull: role === undefined && tells === telling.none,
  };
  if (known.size < mostKnown && raw.length <= longestKnown) known.set(raw, facts);
  return facts;
}
