/** What a member's name can mean to redaction; `other` for all that mean nothing. */
export const keyRole = {
  other: 0,
  metadata: 1,
  managedFields: 2,
  annotations: 3,
  env: 4,
  data: 5,
  kind: 6,
  apiVersion: 7,
  name: 8,
  value: 9,
  template: 10,
  command: 11,
} as const;

/** One of the roles above. */
export type KeyRole = (typeof keyRole)[keyof typeof keyRole];

interface Word {
  readonly bytes: Buffer;
  readonly role: KeyRole;
}

const exactNames: Readonly<Record<string, KeyRole>> = {
  metadata: keyRole.metadata,
  managedFields: keyRole.managedFields,
  data: keyRole.data,
  stringData: keyRole.data,
  kind: keyRole.kind,
  apiVersion: keyRole.apiVersion,
  name: keyRole.name,
  value: keyRole.value,
  template: keyRole.template,
  command: keyRole.command,
  args: keyRole.command,
};

/** Custom resources prefix these: `extraEnv`, `podAnnotations`. Compared without regard to case. */
const suffixes: Readonly<Record<string, KeyRole>> = {
  env: keyRole.env,
  envs: keyRole.env,
  envvar: keyRole.env,
  envvars: keyRole.env,
  environment: keyRole.env,
  environmentvariable: keyRole.env,
  environmentvariables: keyRole.env,
  annotations: keyRole.annotations,
};

const exactByLength = group(exactNames, (word) => word.length);
const suffixByLastByte = group(suffixes, (word) => word[word.length - 1] as number);

/** The role of the key whose bytes, without quotes, lie between `start` and `end`; it holds no escapes. */
export function keyRoleOf(bytes: Uint8Array, start: number, end: number): KeyRole {
  const exact = exactByLength[end - start];
  if (exact !== undefined) {
    for (const word of exact) {
      if (bytes[start] === word.bytes[0] && matches(bytes, start, word.bytes)) return word.role;
    }
  }
  const suffix = suffixByLastByte[(bytes[end - 1] as number) | 0x20];
  if (suffix !== undefined) {
    for (const word of suffix) {
      if (endsWithIgnoringCase(bytes, start, end, word.bytes)) return word.role;
    }
  }
  return keyRole.other;
}

function matches(bytes: Uint8Array, start: number, word: Uint8Array): boolean {
  for (let index = 1; index < word.length; index++) {
    if (bytes[start + index] !== word[index]) return false;
  }
  return true;
}

/** From the back: most names differ in their second-last letter already. `word` is in lower case. */
function endsWithIgnoringCase(bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean {
  if (end - start < word.length) return false;
  for (let back = 1; back <= word.length; back++) {
    if (((bytes[end - back] as number) | 0x20) !== word[word.length - back]) return false;
  }
  return true;
}

function group(names: Readonly<Record<string, KeyRole>>, by: (word: Buffer) => number) {
  const groups: (Word[] | undefined)[] = Array.from({length: 128});
  for (const [name, role] of Object.entries(names)) {
    const bytes = Buffer.from(name);
    (groups[by(bytes)] ??= []).push({bytes, role});
  }
  return groups;
}
