import {readFileSync} from 'node:fs';

/** How a credential is echoed: the encodings in which all that is printed is searched for it. */
export function sixEncodings(secret: string): Readonly<Record<string, string>> {
  const bytes = Buffer.from(secret);
  return {
    plain: secret,
    base64: bytes.toString('base64'),
    base64url: bytes.toString('base64url'),
    hex: bytes.toString('hex'),
    percent: encodeURIComponent(secret),
    json: JSON.stringify(secret).slice(1, -1),
  };
}

const planted = new Set<string>();

/** Remembers each credential that a run of the collector is given: keys, proxies' passwords, a kubeconfig's tokens. */
export function plantCredentials(
  environment: Readonly<Record<string, string | undefined>>,
  words: readonly string[],
): void {
  for (const [name, value = ''] of Object.entries(environment)) {
    if (/^(?:FIREFLY|INFRALIGHT)_(?:ACCESS|SECRET)_KEY$/.test(name)) plant(value);
    if (/proxy$/i.test(name)) plant(/^(?:\w+:\/\/)?[^:]*:([^]*)@/.exec(value)?.[1]);
  }
  const named = words.flatMap((word, index) =>
    /^--?external$/.test(word) ? [words[index + 1] ?? ''] : (/^--?external=(.*)$/.exec(word)?.[1] ?? []),
  );
  for (const file of [...named, ...(environment['KUBECONFIG'] ?? '').split(':')])
    for (const match of contentOf(file).matchAll(/["']?\b(?:token|password)["']?:\s*["']?([\w.~+/=-]+)/g))
      plant(match[1]);
}

/** @throws {Error} where a text holds a credential that was planted before, in one of six encodings. */
export function searchForPlanted(text: Buffer | string, where: string): void {
  for (const secret of planted)
    for (const [name, encoded] of Object.entries(sixEncodings(secret)))
      if (text.includes(encoded)) throw new Error(`${where} holds a planted credential (${name}): ${secret}`);
}

/** A token that the embedded Firefly issued counts wherever it came from. */
export function searchForIssued(text: Buffer | string, where: string): void {
  if (/\bfireflyQ7-[\w-]{32}\b/.test(text.toString()))
    throw new Error(`${where} holds a token of Firefly's.`);
}

function plant(secret: string | undefined): void {
  const value = secret?.trim() ?? '';
  // Shorter ones are part of any text, and `password` is a word of many sentences.
  if (value.length >= 8 && /\d|[a-z][A-Z]/.test(value)) planted.add(value);
}

function contentOf(file: string): string {
  try {
    return file === '' ? '' : readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
