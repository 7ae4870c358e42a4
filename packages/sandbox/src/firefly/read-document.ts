import {RequestRefusal} from '../loopback/request-refusal.ts';
import {type ExpectedKeys, expectKeys} from './expect-keys.ts';
import {scanPage} from './scan-page.ts';

const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/** Parses a small body that is one JSON object with exactly the given keys, each once. */
export function readDocument(bytes: Buffer, keys: ExpectedKeys): Readonly<Record<string, unknown>> {
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
    throw new RequestRefusal(
      400,
      `The body is not valid JSON${position === undefined ? '' : ` at ${position}`}.`,
    );
  }
}

/** Whether a parsed value is a JSON object. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
