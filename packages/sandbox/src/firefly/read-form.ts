import type {FireflyRequest} from './firefly-request.ts';
import {Refusal} from '../loopback/refusal.ts';

/** Whether the body is declared as form-encoded. */
export function isFormEncoded(request: FireflyRequest): boolean {
  return /^application\/x-www-form-urlencoded(?:; ?charset=utf-8)?$/i.test(
    request.headers['content-type'] ?? '',
  );
}

/** Reads a form-encoded body with exactly the given fields, each once; throws a `Refusal` otherwise. */
export function readForm<Key extends string>(
  bytes: Buffer,
  keys: readonly Key[],
): Readonly<Record<Key, string>> {
  const fields = [...new URLSearchParams(bytes.toString('utf8'))];
  const names = fields.map(([name]) => name);
  const isExact = names.length === keys.length && keys.every((key) => names.includes(key));
  if (!isExact) {
    throw new Refusal(400, `The form must have exactly the fields ${keys.join(', ')}, each once.`);
  }
  return Object.fromEntries(fields) as Record<Key, string>;
}
