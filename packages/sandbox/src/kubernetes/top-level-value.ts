const quote = 0x22;
const backslash = 0x5c;

/**
 * The JSON text of one member of a compact JSON object (no white space between tokens), as a view; undefined when it
 * has none. Jumps over the members before it without parsing them.
 */
export function topLevelValue(json: Buffer, key: string): Buffer | undefined {
  let position = 1;
  while (position < json.length && json[position] === quote) {
    const keyEnd = skipValue(json, position);
    const name = json.toString('utf8', position + 1, keyEnd - 1);
    const end = skipValue(json, keyEnd + 1);
    if (name === key) return json.subarray(keyEnd + 1, end);
    position = end + 1;
  }
  return undefined;
}

/** Offset behind the value that starts at `start`. */
function skipValue(json: Buffer, start: number): number {
  let position = start;
  for (let depth = 0; position < json.length; position++) {
    switch (json[position]) {
      case quote:
        position = closingQuote(json, position);
        if (depth === 0) return position + 1;
        break;
      case 0x7b: // {
      case 0x5b: // [
        depth++;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        if (depth === 0) return position;
        depth--;
        if (depth === 0) return position + 1;
        break;
      case 0x2c: // ,
        if (depth === 0) return position;
        break;
      default:
    }
  }
  return position;
}

function closingQuote(json: Buffer, opening: number): number {
  for (let from = opening + 1; ;) {
    const found = json.indexOf(quote, from);
    if (found === -1) return json.length;
    let slashes = 0;
    while (json[found - 1 - slashes] === backslash) slashes++;
    if (slashes % 2 === 0) return found;
    from = found + 1;
  }
}
