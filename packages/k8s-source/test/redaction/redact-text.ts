import {createRedactor} from '../../src/redaction/create-redactor.ts';
import type {RedactionRule} from '../../src/redaction/redaction-rule.ts';
import {rawObjectOf} from './raw-object-of.ts';

/** What is left of this text, or of this value, under these rules. */
export function redactText(content: string | object, ...rules: RedactionRule[]): string {
  const object = createRedactor(new Set(rules)).redact(rawObjectOf(content));
  return Buffer.from(object.bytes).toString();
}
