const quote = 0x22;
const backslash = 0x5c;
/** From here on the engine's own byte search beats a loop. */
const longString = 96;

/**
 * Steps through JSON text without building values. Expects valid JSON; on anything else every step still moves
 * forward or reaches the end.
 */
export const jsonText = {
  /** Where the string that opens at `start` ends: the offset after its closing quote. */
  endOfString(bytes: Buffer, start: number): number {
    const {length} = bytes;
    let position = start + 1;
    let searchFrom = position + longString;
    while (position < length) {
      const byte = bytes[position];
      if (byte === quote) return position + 1;
      if (byte === backslash) {
        position += 2;
        searchFrom = position + longString;
      } else if (++position > searchFrom) {
        const found = bytes.indexOf(quote, position);
        if (found === -1) return length;
        if (bytes[found - 1] !== backslash) return found + 1;
        position = startOfBackslashes(bytes, found);
        searchFrom = position + longString;
      }
    }
    return length;
  },

  /** Where the value at `start` ends, whatever it is: nothing inside is looked at. */
  endOfValue(bytes: Buffer, start: number): number {
    const first = bytes[start];
    if (first === quote) return jsonText.endOfString(bytes, start);
    if (first !== 0x7b && first !== 0x5b) return jsonText.endOfScalar(bytes, start);
    const {length} = bytes;
    let depth = 0;
    let position = start;
    while (position < length) {
      const byte = bytes[position];
      if (byte === quote) {
        position = jsonText.endOfString(bytes, position);
        continue;
      }
      position++;
      if (byte === 0x7b || byte === 0x5b) depth++;
      else if ((byte === 0x7d || byte === 0x5d) && --depth === 0) return position;
    }
    return length;
  },

  /** Where a number, `true`, `false` or `null` ends. */
  endOfScalar(bytes: Buffer, start: number): number {
    const {length} = bytes;
    let position = start;
    while (position < length) {
      const byte = bytes[position];
      if (byte === 0x2c || byte === 0x7d || byte === 0x5d || (byte as number) <= 0x20) return position;
      position++;
    }
    return length;
  },

  /** The first offset at or after `start` that is not white space. */
  skipSpace(bytes: Buffer, start: number): number {
    let position = start;
    while (position < bytes.length && (bytes[position] as number) <= 0x20) position++;
    return position;
  },

  /** The text of the string token, escapes resolved; the raw text where its escapes are not JSON's. */
  decodeString(bytes: Buffer, start: number, end: number): string {
    const raw = bytes.toString('utf8', start + 1, end - 1);
    if (!raw.includes('\\')) return raw;
    try {
      return String(JSON.parse(`"${raw}"`));
    } catch {
      return raw;
    }
  },
};

function startOfBackslashes(bytes: Buffer, end: number): number {
  let position = end;
  while (bytes[position - 1] === backslash) position--;
  return position;
}
