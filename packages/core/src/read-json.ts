import {UnexpectedShapeError} from './unexpected-shape-error.ts';

/** A JSON object of which nothing is known yet. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * The readers below are the only way from an answer of a server to a typed value. Each takes `null` and what is missing
 * for the empty value, as Go's decoder does, and anything else that does not fit is an `UnexpectedShapeError`.
 */
export function readRecord(value: unknown, what: string): JsonRecord {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new UnexpectedShapeError(what, 'an object', value);
  return value as JsonRecord;
}

/** @throws {UnexpectedShapeError} for anything but an array, null, and what is missing. */
export function readArray(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new UnexpectedShapeError(what, 'an array', value);
  return value;
}

/** @throws {UnexpectedShapeError} for anything but a string, null, and what is missing. */
export function readString(value: unknown, what: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new UnexpectedShapeError(what, 'a string', value);
  return value;
}

/** @throws {UnexpectedShapeError} for anything but a boolean, null, and what is missing. */
export function readBoolean(value: unknown, what: string): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') throw new UnexpectedShapeError(what, 'true or false', value);
  return value;
}

/** @throws {UnexpectedShapeError} for anything but a whole number from 0 on, null, and what is missing. */
export function readCount(value: unknown, what: string): number {
  if (value === undefined || value === null) return 0;
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw new UnexpectedShapeError(what, 'a whole number', value);
  return value as number;
}

/** @throws {UnexpectedShapeError} for anything but an array of strings, null, and what is missing. */
export function readStrings(value: unknown, what: string): readonly string[] {
  return readArray(value, what).map((entry) => readString(entry, `${what}[]`));
}
