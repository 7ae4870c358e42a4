/** A text in which each character knows where it stands in the text that somebody wrote. */
export interface TextView {
  readonly text: string;
  /** Where each character begins in the original, and, last, where the original ends. */
  readonly starts: readonly number[];
}

/** Escaped in JSON in JSON in JSON, and in a URL beside that: nobody does more by accident. */
const mostLevels = 3;

/**
 * The ways to read a text: as it stands; with the escapes of JSON, Go, URLs and HTML resolved, up to three times over;
 * and each of them without HTML tags and colors, and with base64, hexadecimal and lists of bytes decoded, so that what was
 * encoded twice is seen. Time and memory are a multiple of the text's length.
 */
export function textViews(text: string): readonly TextView[] {
  const views: TextView[] = [];
  let view: TextView = {text, starts: Array.from({length: text.length + 1}, (_, index) => index)};
  for (let level = 0; ; level++) {
    views.push(view);
    for (const other of [replaced(view, markup, () => ''), replaced(view, packed, unpacked)])
      if (other.text !== view.text) views.push(other);
    if (level === mostLevels || !/[\\%&]/.test(view.text)) return views;
    const next = replaced(view, escapeSequence, unescaped);
    if (next.text === view.text) return views;
    view = next;
  }
}

/** Comments and tags of HTML, and what colors a terminal. */
const markup = /<!--[^]*?(?:-->|$)|<[^<>]{1,500}>|\p{Cc}\[[\d;]{0,16}[a-z]/giu;

/** Lists of bytes as Go (`%v`), JavaScript (`Buffer`) and C write them; hexadecimal; base64 of either alphabet. */
const packed =
  /((?<![\w.])(?:0x[\da-f]{1,2}|\d{1,3})(?:[\s,;]{1,8}(?:0x[\da-f]{1,2}|\d{1,3})){3,}(?![\w.]))|(?<!\w)((?:[\da-f]{2}){12,})(?!\w)|[\w+/-]{16,}={0,2}/gi;

/** Byte by byte: what it is in UTF-8 or UTF-16 is known in that form, too. */
function unpacked([whole, list, hex]: RegExpExecArray): string {
  if (list !== undefined)
    return list
      .split(/[\s,;]+/)
      .map((byte) => String.fromCharCode(Number(byte)))
      .join('');
  return Buffer.from(whole, hex === undefined ? 'base64' : 'hex').toString('latin1');
}

const escapeSequence =
  /\\u\{([\da-f]{1,6})\}|[\\%]u([\da-f]{4})|\\U([\da-f]{8})|\\x([\da-f]{2})|\\([0-3][0-7]{2})|\\(.)|((?:%[\da-f]{2})+)|&#x([\da-f]{1,6});?|&#(\d{1,7});?|&([a-z]{2,14});/gis;

function unescaped(match: RegExpExecArray): string {
  const [whole, braces, four, eight, two, octal, short, percent, hex, decimal, name] = match;
  const hexadecimal = braces ?? four ?? eight ?? two ?? hex;
  if (hexadecimal !== undefined) return character(Number.parseInt(hexadecimal, 16), whole);
  if (octal !== undefined) return character(Number.parseInt(octal, 8), whole);
  if (short !== undefined) return /[abefnrtv0]/.test(short) ? ' ' : short;
  if (percent !== undefined) return Buffer.from(percent.replaceAll('%', ''), 'hex').toString('utf8');
  if (decimal !== undefined) return character(Number(decimal), whole);
  return name === undefined ? whole : (signsByName[name.toLowerCase()] ?? ' ');
}

/** Those that stand in secrets; all others stand for what is not compared. */
const signsByName: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  plus: '+',
  sol: '/',
  equals: '=',
  colon: ':',
  period: '.',
  lowbar: '_',
  commat: '@',
  percnt: '%',
  num: '#',
  dollar: '$',
  excl: '!',
};

function character(code: number, otherwise: string): string {
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : otherwise;
}

/** Of what is replaced by several characters, each begins where all of it does, and the next one where it ends. */
function replaced(view: TextView, pattern: RegExp, by: (match: RegExpExecArray) => string): TextView {
  const parts: string[] = [];
  const starts: number[] = [];
  let from = 0;
  const keep = (to: number) => {
    parts.push(view.text.slice(from, to));
    for (let at = from; at < to; at++) starts.push(view.starts[at] ?? 0);
  };
  for (const match of view.text.matchAll(pattern)) {
    keep(match.index);
    const replacement = by(match);
    parts.push(replacement);
    const [whole] = match;
    for (let at = 0; at < replacement.length; at++) {
      // One sign of three (`%41%42`) is one character: each keeps its own place.
      const place = whole.startsWith('%') && whole.length === replacement.length * 3 ? at * 3 : 0;
      starts.push(view.starts[match.index + place] ?? 0);
    }
    from = match.index + whole.length;
  }
  keep(view.text.length);
  starts.push(view.starts.at(-1) ?? 0);
  return {text: parts.join(''), starts};
}
