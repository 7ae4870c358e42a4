import {doubleQuotedText} from '../readers/decoded-text.ts';
import {type Telling, tellingKey} from './telling-key.ts';

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
  template: 10,
  command: 11,
  /** Where a value comes from, instead of the value: `valueFrom`, `secretKeyRef`, `fieldSelector`. */
  reference: 12,
} as const;

export type KeyRole = (typeof keyRole)[keyof typeof keyRole];

/** All that a key says by itself. */
export interface KeyFacts {
  readonly text: string;
  readonly role: KeyRole;
  readonly tells: Telling;
}

const roles: readonly (readonly [RegExp, KeyRole])[] = [
  [/^metadata$/, keyRole.metadata],
  [/^managedFields$/, keyRole.managedFields],
  [/annotations$/i, keyRole.annotations],
  [/(?:env|envs|envvars?|environments?|environment_?variables?)$/i, keyRole.env],
  [/^(?:data|stringData)$/, keyRole.data],
  [/^kind$/, keyRole.kind],
  [/^apiVersion$/, keyRole.apiVersion],
  [/^(?:name|key|header|headerName|param|parameter|option|property|variable|field|setting)$/i, keyRole.name],
  [
    /^(?:value|val|values?Content|content|default|defaultValue|stringValue|string_value|currentValue)$/i,
    keyRole.value,
  ],
  [/^template$/, keyRole.template],
  [/(?:^cmd|^entry_?point|^command|args|arguments|Command|^exec|^run|^script)$/, keyRole.command],
  [/(?:from|refs?|references?|selectors?)$/i, keyRole.reference],
];

/** Keys are few: a cluster repeats some hundreds of them millions of times. */
const known = new Map<string, KeyFacts>();
/** The same by a hash of their bytes, so that no text is made of what is known. */
const byHash = new Map<number, {readonly bytes: Buffer; readonly facts: KeyFacts}>();
const mostKnown = 20_000;
const longestKnown = 80;

/** The facts of the key whose JSON string, quotes included, lies between `start` and `end`. */
export function keyFactsOf(bytes: Buffer, start: number, end: number): KeyFacts {
  let hash = end - start;
  for (let at = start + 1; at < end - 1; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
  const entry = byHash.get(hash);
  if (entry !== undefined && isSame(entry.bytes, bytes, start + 1, end - 1)) return entry.facts;
  const raw = bytes.toString('latin1', start + 1, end - 1);
  const facts =
    known.get(raw) ?? remember(raw, factsOf(doubleQuotedText(bytes, start + 1, end - 1).bytes.toString()));
  if (entry === undefined && byHash.size < mostKnown && raw.length <= longestKnown) {
    byHash.set(hash, {bytes: Buffer.from(raw, 'latin1'), facts});
  }
  return facts;
}

function isSame(known: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false;
  return true;
}

/** The facts of a key that was read elsewhere. */
export function factsOfKey(text: string): KeyFacts {
  // JSON's keys are kept as they are written: one with an escape is none of these.
  return text.includes('\\') ? factsOf(text) : (known.get(text) ?? remember(text, factsOf(text)));
}

function remember(raw: string, facts: KeyFacts): KeyFacts {
  if (known.size < mostKnown && raw.length <= longestKnown) known.set(raw, facts);
  return facts;
}

function factsOf(text: string): KeyFacts {
  const role = text.length > 200 ? undefined : roles.find(([name]) => name.test(text))?.[1];
  return {text, role: role ?? keyRole.other, tells: tellingKey(text)};
}
