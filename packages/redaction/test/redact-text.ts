import {createRedactor} from '../src/create-redactor.ts';
import {rawObjectOf} from './raw-object-of.ts';

/** What is left of this text, or of this value, under these sets of rules. */
export function redactText(content: string | object, ...sets: string[]): string {
  const object = createRedactor({sets}).redact(rawObjectOf(content));
  const bytes = Buffer.alloc(object.byteLength);
  object.copyTo(bytes, 0);
  return bytes.toString();
}
