import {Refusal} from '../loopback/refusal.ts';
import {scanPage} from './scan-page.ts';

const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

export interface DocumentKeys {
  readonly required: readonly string[];
  readonly optional?: readonly string[];
}

/** Parses a small body that is one JSON object with exactly the given keys, each once. */
export function readDocument(bytes: Buffer, keys: DocumentKeys): Readonly<Record<string, unknown>> {
  const document = parseJson(bytes);
  expectKeys(scanPage(bytes, '', 'opaque').keys, keys, 'The body');
  return document as Readonly<Record<string, unknown>>;
}

/** JSON.parse that says what is wrong without repeating any of the text. */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (error) {
    const position = /position \d+/.exec(error instanceof Error ? error.message : '')?.[0];
    throw new Refusal(400, `The body is not valid JSON${position === undefined ? '' : ` at ${position}`}.`);
  }
}

/** Throws a `Refusal` unless the keys are all of the required ones, none but the optional ones, and each once. */
export function expectKeys(
  found: readonly string[],
  {required, optional = []}: DocumentKeys,
  what: string,
): void {
  const isComplete = required.every((key) => found.includes(key));
  if (isComplete && found.length === required.length) return;
  const isKnown = found.every((key) => required.includes(key) || optional.includes(key));
  if (isComplete && isKnown && new Set(found).size === found.length) return;
  const mayHave = optional.length === 0 ? '' : ` (and may have ${optional.join(', ')})`;
  throw new Refusal(
    400,
    `${what} must have exactly the keys ${required.join(', ')}${mayHave}; it has ${found.join(', ') || 'none'}.`,
  );
}

/** Whether a parsed value is a JSON object. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
