import {decodeKey} from '../readers/scalar.ts';
import {rowsOf} from './rows-of.ts';
import {type Telling, telling, tellingKey} from './telling-key.ts';
import {WordEndings} from './word-endings.ts';

/** What a key can mean beside what it tells. */
export const keyRole = {
  other: 0,
  metadata: 1,
  managedFields: 2,
  annotations: 3,
  env: 4, // An environment: `env`, `extraEnvVars`, `environment`.
  data: 5,
  kind: 6,
  apiVersion: 7,
  name: 8, // What an object that has a value is called by: `name`, `key`, `header`.
  value: 9,
  secretName: 10, // Where a Secret is named beside the key in it.
  command: 11,
  reference: 12, // Where a value comes from, instead of the value: `valueFrom`, `secretKeyRef`, `fieldSelector`.
  client: 13, // What stands beside a client's own secret.
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

/** Roles by what keys are, or end with, in any case. */
const roles = new WordEndings(
  rowsOf(`
annotations | annotations
env | env envs envvar envvars environment environments environmentvariable environmentvariables environment_variable environment_variables
name | ^name ^key ^header ^headername ^httpheadername ^param ^parameter ^option ^property ^variable ^field ^setting ^type
value | ^value ^values ^val ^valuecontent ^valuescontent ^content ^default ^defaultvalue ^stringvalue ^string_value ^currentvalue ^inlinestring ^inline_string ^inlinebytes ^inline_bytes
client | ^clientid ^client_id ^redirecturis ^redirect_uris
command | args arguments command ^cmd ^runcmd ^bootcmd ^entrypoint ^entry_point ^exec ^run ^script
reference | from ref refs reference references selector selectors
`).map(([role, words = '']) => [keyRole[role as keyof typeof keyRole], words]),
  15,
);
/** What Kubernetes has is written in one way. */
const {metadata, managedFields, data, kind, apiVersion, secretName} = keyRole;
const exactRoles = new Map<string, KeyRole>(
  Object.entries({metadata, managedFields, data, stringData: data, kind, apiVersion, secretName}),
);

const slotBits = 13;
/** Keys are few: a cluster repeats some hundreds of them millions of times. Known by some of their bytes, without a text. */
const slots: ({readonly bytes: Buffer; readonly facts: KeyFacts} | undefined)[] = Array.from({
  length: 2 ** slotBits,
});
const longestKnown = 80;

/** The facts of a key as a document writes it, with its quotes where it has any. */
export function factsOfRawKey(source: Buffer, start: number, end: number): KeyFacts {
  const length = end - start;
  if (length < 3 || length > longestKnown)
    return factsOfKey(decodeKey(source, start, Math.min(end, start + 1000)));
  let hash = length;
  // In range: three bytes at least.
  hash = Math.imul(hash, 31) ^ (source[start + 1] as number) ^ ((source[end - 2] as number) << 6);
  hash = Math.imul(hash, 31) ^ (source[start + 2] as number) ^ ((source[end - 3] as number) << 6);
  hash = Math.imul(hash, 31) ^ (source[start + (length >> 1)] as number);
  const slot = Math.imul(hash, 0x85_eb_ca_6b) >>> (32 - slotBits);
  const entry = slots[slot];
  if (entry !== undefined && isSame(entry.bytes, source, start, length)) return entry.facts;
  const facts = factsOfKey(decodeKey(source, start, end));
  slots[slot] = {bytes: Buffer.from(source.subarray(start, end)), facts};
  return facts;
}

function isSame(known: Buffer, source: Buffer, start: number, length: number): boolean {
  if (known.length !== length) return false;
  for (let at = 0; at < length; at++) if (known[at] !== source[start + at]) return false;
  return true;
}

/** The facts of a key, or of what an object is called by. */
export function factsOfKey(text: string): KeyFacts {
  const role = exactRoles.get(text) ?? (roles.of(text, 0, text.length) as KeyRole);
  const tells = tellingKey(text);
  return {text, role, tells, isDull: role === keyRole.other && tells === telling.none};
}
