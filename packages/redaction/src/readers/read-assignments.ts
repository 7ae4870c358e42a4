/** A key and its value in a text of any of the formats that people configure things in. */
export interface Assignment {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  /** Nothing but space is between them, as in `--password x`, or prose: the value must show that it is one. */
  readonly isLoose: boolean;
  /** It has a name of its own in a map that the key is of: `secrets = {a = "x"}`. */
  readonly isMember?: true;
}

type Value = Omit<Assignment, 'key'>;

const stem =
  /pass|p[as]*wd?|secret|token|key|cred|auth|dsn|unseal|psk|salt|phrase|cookie|licen|login|mnemonic|hash|seed|pin\b|signature|sid\b|dockerconfig|identified\s+by/gi;
const keyLetter = /[\w.\-@$]/;
const longestKey = 256;
/** Behind a longer value the search goes on; within a shorter one there may be another key: `opts="-Dpassword=x"`. */
const longValue = 200;

/** Between a key and its value, on one line: a quote that closes, what closes around it, a sign, a tag of YAML. */
const assign =
  /(?:\\*["'`])?[)\]}]*[ \t]*(?:\+?=>?|:=|::?=?|->)(?:[ \t]*(?:!!?\w+|&\w+)(?=[ \t]))?[ \t]*(?:[rRbBuUfF](?=["']))?/y;
/** `keys = ["x", "y"]`, `keys: [x, y]`, `KEYS = ('x', 'y')`; with signs before, a call or a condition begins. */
const list =
  /(?:\\*["'`])?[ \t]*(?:=>?|:=|:)[ \t]*(?:\[|\((?=\s*["']))(?:\s|\\[nrt]){0,80}(?=[^\s[\](){},])/y;
const nextElement = /\\*["'`]?[ \t]*,(?:\s|\\[nrt]){0,80}(?=[^\s[\](){},#])/y;
/** `secrets = {a = "x", b = "y"}`, and a block of HCL; commas may be left out at the end of a line. */
const map = /(?:\\*["'`])?[ \t]*(?:=>?|:=|:)?[ \t]*\{\s{0,80}(?=[:"'\w])/y;
const member = /[:"']?[\w.-]{1,64}["']?[ \t]*(?:=>?|:)[ \t]*(?=[^\s{[])/y;
const nextMember = /["'`]?[ \t]*(?:,\s{0,80}|\r?\n\s{0,80})(?=[:"'\w])/y;
const mostElements = 100;
/** `define('KEY', 'value')`, `add("Authorization", "Bearer x")`. */
const comma = /\\*["'`][ \t]*,[ \t]*(?=\\*["'`])/y;
/** `<add key="KEY" value="x"/>`. */
const attribute = /\\*["'][ \t][^<>\n]{0,60}?\b(?:value|val|content|default)[ \t]*=[ \t]*(?=\\*["'])/y;
/** `--password x`, `requirepass x`, `ENV API_KEY x`; and prose. */
const space = /["']?(?:[ \t]+(?:is|was|by|to|as)\b[: \t]*)?[ \t]+/y;
/** `<password>x</password>`, `<param name="password">x</param>`. */
const tag = /(?:[ \t][^<>\n]{0,80}|\\*["'][^<>\n]{0,80})?>\s{0,40}(?:<value>|<!\[CDATA\[)?(?=[^<\s])/y;
const tagText = /[^<>]{1,20000}(?=<|\]\]>)/y;
const opening = /\\*(?:"""|'''|["'`])/y;
/** Alone on its line a value is all that stands there, whatever signs are in it. */
const wholeLine = /[^\s"'`]\S*?(?=[,;\\]?[ \t]*(?:\r?\n|$)|[ \t]+[#;/])/y;
const word = /[^\s"'`;,&<>)\]}|\\]+/y;
const severalParts = /^[^;&\s]{0,200}[;&][\w .]{1,40}=/;
/** What may stand on a line before a key that the rest of it belongs to. */
const lineStart =
  /(?:^|\n)[\s"']*(?:(?:export|set|setenv|declare|local|const|let|var|ENV|ARG|Environment=|-[eDx]|[-#;]+|\/\/\S{1,60}:)\s*["']?)?$/;

/**
 * Finds the assignments in a text whose key may tell: `key: value`, `key = "value"`, `--key value`, `key value`, tags
 * and attributes of XML, `define('KEY', 'value')`, `'key' => 'value'`. It knows no format: it looks for words that tell
 * and for what may stand between a key and a value. Linear: no byte is looked at more than a few hundred times.
 */
export function* readAssignments(text: string): Generator<Assignment> {
  let from = 0;
  for (;;) {
    stem.lastIndex = from;
    const match = stem.exec(text);
    if (match === null) return;
    let start = match.index;
    let end = start + match[0].length;
    while (start > from && end - start < longestKey && keyLetter.test(text.charAt(start - 1))) start--;
    while (end < text.length && end - start < longestKey && keyLetter.test(text.charAt(end))) end++;
    from = end;
    for (const value of valuesAfter(text, start, end)) {
      if (value.end - value.start > longValue) from = Math.max(from, value.end);
      yield {key: text.slice(start, end), ...value};
    }
  }
}

/** The value, or the elements of a list: all that an opening bracket is followed by. */
function valuesAfter(text: string, start: number, end: number): readonly Value[] {
  const values: Value[] = [];
  let at = matchEnd(list, text, end);
  while (at !== -1 && values.length < mostElements) {
    const value = valueAt(text, at, {isLoose: false, isLine: false});
    if (value === undefined) break;
    values.push(value);
    at = matchEnd(nextElement, text, value.end);
  }
  at = values.length > 0 ? -1 : matchEnd(map, text, end);
  while (at !== -1 && values.length < mostElements) {
    const from = matchEnd(member, text, at);
    const value = from === -1 ? undefined : valueAt(text, from, {isLoose: false, isLine: false});
    if (value === undefined) break;
    values.push({...value, isMember: true});
    at = matchEnd(nextMember, text, value.end);
  }
  if (values.length > 0) return values;
  const value = valueAfter(text, start, end);
  return value === undefined ? [] : [value];
}

function valueAfter(text: string, start: number, end: number): Value | undefined {
  const isQuoted = /["'`]/.test(text.charAt(start - 1));
  const isTag = /<(?:[\w-]{1,30}:)?$/.test(text.slice(Math.max(0, start - 32), start));
  const after = (pattern: RegExp) => matchEnd(pattern, text, end);
  let from = isQuoted ? after(attribute) : -1;
  if (from !== -1) return valueAt(text, from, {isLoose: false, isLine: false});
  if (isTag || isQuoted) {
    from = after(tag);
    const to = from === -1 ? -1 : matchEnd(tagText, text, from);
    if (to !== -1) return trimmed(text, from, to, false);
  }
  from = after(assign);
  if (from !== -1) {
    const isLine = lineStart.test(text.slice(Math.max(0, start - 80), start));
    return valueAt(text, from, {isLoose: false, isLine});
  }
  if (isQuoted && (from = after(comma)) !== -1) return valueAt(text, from, {isLoose: false, isLine: false});
  from = after(space);
  return from === -1 ? undefined : valueAt(text, from, {isLoose: true, isLine: false});
}

function valueAt(text: string, start: number, {isLoose, isLine}: {isLoose: boolean; isLine: boolean}) {
  const open = matchEnd(opening, text, start);
  if (open !== -1) {
    const mark = text.slice(start, open);
    const to = closing(text, open, mark);
    if (to !== -1) return to === open ? undefined : {start: open, end: to, isLoose};
    start = open;
  }
  const whole = isLine ? matchEnd(wholeLine, text, start) : -1;
  if (whole !== -1 && !severalParts.test(text.slice(start, Math.min(whole, start + 300)))) {
    return trimmed(text, start, whole, isLoose);
  }
  const part = matchEnd(word, text, start);
  return part === -1 ? undefined : trimmed(text, start, part, isLoose);
}

/** Where the quote closes: on the same line, unless it is three or opens a PEM; not after a backslash of its own level. */
function closing(text: string, from: number, mark: string): number {
  const isLong = mark.length >= 3 && !mark.startsWith('\\');
  const most = isLong || text.startsWith('-----BEGIN', from) ? 20_000 : 4000;
  const window = text.slice(from, from + most);
  const line = most === 20_000 ? -1 : window.indexOf('\n');
  const limit = line === -1 ? window.length : line;
  for (let at = window.indexOf(mark); at !== -1 && at < limit; at = window.indexOf(mark, at + 1)) {
    let backslashes = 0;
    while (mark.length === 1 && window.charAt(at - 1 - backslashes) === '\\') backslashes++;
    if (backslashes % 2 === 0) return from + at;
  }
  return -1;
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

function trimmed(text: string, start: number, end: number, isLoose: boolean): Value | undefined {
  let to = end;
  while (to > start && text.charCodeAt(to - 1) <= 0x20) to--;
  return to > start ? {start, end: to, isLoose} : undefined;
}
