import {createHmac} from 'node:crypto';

/** What stands in place of a value: eight letters of base64, so that a Secret still decodes and clients still read it. */
export const redactionMarker = 'REDACTED';

/** Fewer bytes could be guessed, and with them the values. */
export const shortestMarkerKey = 32;
const digits = 12;

/** Makes the marker of a value; a plain one is the same for all. */
export type MarkerOf = ((value: Buffer) => string) & {readonly isPlain: boolean};

/**
 * The plain marker; with a key, of at least 32 bytes, it and 12 hexadecimal digits of an HMAC-SHA-256 of the value, which
 * are valid base64: equal values stay equal, a changed one shows.
 *
 * @throws {RangeError} for a shorter key.
 */
export function createRedactionMarker(key?: string): MarkerOf {
  if (key === undefined) return Object.assign(() => redactionMarker, {isPlain: true});
  if (Buffer.byteLength(key) < shortestMarkerKey) {
    throw new RangeError(
      `The key for markers has at least ${shortestMarkerKey} bytes, not ${Buffer.byteLength(key)}.`,
    );
  }
  const digest = (value: Buffer) => createHmac('sha256', key).update(value).digest('hex').slice(0, digits);
  return Object.assign((value: Buffer) => redactionMarker + digest(value), {isPlain: false});
}

/** Whether a text is a marker: what was taken out once is not taken out again. */
export function isMarker(text: string): boolean {
  return /^REDACTED(?:[0-9a-f]{12})?$/.test(text);
}

/** A text without the markers in it, which look as random as what they stand for. */
export function withoutMarkers(text: string): string {
  return text.includes(redactionMarker) ? text.replaceAll(/REDACTED(?:[0-9a-f]{12})?/g, '') : text;
}
