import type {ReceivedRequest} from './received-request.ts';
import {expectKeys} from './expect-keys.ts';

/** Whether the body is declared as form-encoded. */
export function isFormEncoded(request: ReceivedRequest): boolean {
  return /^application\/x-www-form-urlencoded(?:; ?charset=utf-8)?$/i.test(
    request.headers['content-type'] ?? '',
  );
}

/** Reads a form-encoded body with exactly the given fields, each once; throws a `RequestRefusal` otherwise. */
export function readForm<Key extends string>(
  bytes: Buffer,
  keys: readonly Key[],
): Readonly<Record<Key, string>> {
  const fields = [...new URLSearchParams(bytes.toString('utf8'))];
  const names = fields.map(([name]) => name);
  expectKeys(names, {required: keys}, 'The form', 'fields');
  return Object.fromEntries(fields) as Record<Key, string>;
}
