export type Json = null | boolean | number | string | Json[] | {[key: string]: Json};

/** How a text is written that means the same: `seed` picks white space and escapes, anew for each place. */
export interface JsonStyle {
  readonly seed: number;
  readonly pretty: boolean;
  readonly escapedKeys: boolean;
}

/**
 * JSON text of a value in some style, with `replacements` (JSON text by path) in place of the values there. What
 * stands at one path looks the same whatever stands at others, so that two texts differ in what was replaced alone.
 */
export function renderJson(value: Json, style: JsonStyle, replacements: ReadonlyMap<string, string>): string {
  const space = (path: string) =>
    style.pretty ? ['', '', ' ', '\n', '\t\r\n  '][pick(path, style.seed, 5)]! : '';

  function render(value: Json, path: string): string {
    const replacement = replacements.get(path);
    if (replacement !== undefined) return replacement;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const isArray = Array.isArray(value);
    const members = Object.entries(value).map(([key, member]) => {
      const inner = `${path}/${key}`;
      const name = isArray ? '' : `${writeKey(key, inner)}${space(`${inner}a`)}:`;
      return `${space(`${inner}b`)}${name}${space(`${inner}c`)}${render(member, inner)}${space(`${inner}d`)}`;
    });
    const content = members.join(',') || space(`${path}e`);
    return isArray ? `[${content}]` : `{${content}}`;
  }

  function writeKey(key: string, path: string): string {
    if (!style.escapedKeys || key === '' || pick(`${path}f`, style.seed, 3) > 0) return JSON.stringify(key);
    const at = pick(`${path}g`, style.seed, key.length);
    const code = key.charCodeAt(at).toString(16).padStart(4, '0');
    const [before, after] = [key.slice(0, at), key.slice(at + 1)].map((part) =>
      JSON.stringify(part).slice(1, -1),
    );
    return `"${before}\\u${code}${after}"`;
  }

  return render(value, '');
}

/** A number below `limit` that the path and the seed decide. */
function pick(path: string, seed: number, limit: number): number {
  let hash = seed;
  for (let index = 0; index < path.length; index++) hash = (Math.imul(hash, 31) + path.charCodeAt(index)) | 0;
  return (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 8) % limit;
}
