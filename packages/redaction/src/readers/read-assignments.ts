import {describes} from '../detectors/describes.ts';
import type {Span} from '../edit.ts';

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
  /pass|p[as]*wd?|secret|token|key|cred|auth|dsn|unseal|psk|salt|phrase|cookie|licen|login|mnemonic|hash|seed|pin\b|signature|sid\b|encrypt|community|dockerconfig|pepper|contrase(?:\xc3\xb1|n)a|kennwort|zugangsdaten|wachtwoord|senha\b|_pat(?=["']?[ \t]*[:=])|(?:alarm|door|gate|security|unlock)[_-]code|identified\s+(?:with\s+\S+\s+)?by/gi;
const ofKey = Uint8Array.from({length: 128}, (_, code) =>
  Number(/[\w.\-@$]/.test(String.fromCharCode(code))),
);
const longestKey = 256;
const ofKeyBefore = /\b(?:api|access|secret|private|auth|license|encryption|signing|master|shared) $/i;
/** Of a quote, with the backslashes of the texts that it lies in. */
const longestMark = 16;
/** Behind a longer value the search goes on; within a shorter one there may be another key: `opts="-Dpassword=x"`. */
const longValue = 200;

const gap = /(?:\\*["'`])?[)\]}]*[ \t]*/y;
/** Between a key and its value, on one line: a quote that closes, what closes around it, a sign, a tag of YAML, a decoder. */
const assign =
  /(?:\\*["'`])?[)\]}]*[ \t]*(?:\+?=>?|:=|::?=?|->|(?:\|\||\?[?:])(?=[ \t]*["']))(?:[ \t]*(?:!!?\w+|&\w+)(?=[ \t]))?[ \t]*(?:[rRbBuUfF](?=["'])|(?:[\w.]{0,40}\.)?(?:fromhex|unhexlify|b64decode|base64_decode|atob|from|fromString|SecretStr|bytes|encode)\((?=["']))?/y;
/** `keys = ["x", "y"]`, `keys: [x, y]`, `KEYS = ('x', 'y')`; with signs before, a call or a condition begins. */
const list =
  /(?:\\*["'`])?[ \t]*(?:=>?|:=|:)[ \t]*(?:\[|\((?=\s*["']))(?:\s|\\[nrt]){0,80}(?=[^\s[\](){},])/y;
const nextElement = /\\*["'`]?[ \t]*,(?:\s|\\[nrt]){0,80}(?=[^\s[\](){},#])/y;
/** `secrets = {a = "x", b = "y"}`, and a block of HCL; commas may be left out at the end of a line. */
const map = /(?:\\*["'`])?[ \t]*(?:=>?|:=|:)?[ \t]*\{\s{0,80}(?=[:"'\w])/y;
const member = /[:"']?[\w.-]{1,64}["']?[ \t]*(?:=>?|:)[ \t]*(?=[^\s{[])/y;
const nextMember = /["'`]?(?:[ \t]*(?:,\s{0,80}|\r?\n\s{0,80})(?=[:"'\w])|[ \t]+(?=\w+[ \t]*=[ \t]*["']))/y;
const mostElements = 100;
/** `define('KEY', 'value')`, `add("Authorization", "Bearer x")`. */
const comma = /\\*["'`][ \t]*,[ \t]*(?=\\*["'`])/y;
/** `<add key="KEY" value="x"/>`. */
const attribute = /\\*["']\s[^<>]{0,60}?\b(?:value|val|content|default)[ \t]*=[ \t]*(?=\\*["'])/y;
/** `--password x`, `requirepass x`, `ENV API_KEY x`; and prose. */
const space = /["']?(?:[ \t]+(?:is|was|by|to|as)\b[: \t]*)?[ \t]+/y;
/** `<password>x</password>`, `<param name="password">x</param>`. */
const tag =
  /(?:[ \t][^<>\n]{0,80}|\\*["'][^<>\n]{0,80})?>\s{0,40}(?:<[\w-]{0,20}[Vv]alue>\s{0,40}|<!\[CDATA\[)?(?=[^<\s])/y;
/** `<name>password</name><value>x</value>`, as Hadoop has it; `<param-name>`, `<param-value>`. */
const pair = /<\/[\w-]{1,30}>\s{0,40}<(?:[\w-]{0,20}value|string)>(?=[^<\s])/y;
const call = /\([ \t]?(?=["'])/y;
const openTag = /<(?:[\w-]{1,30}:)?$/;
const tagText = /[^<>]{1,20000}(?=<\\?\/|\]\]>)/y;
const opening = /\\*(?:"""|'''|["'`])/y;
/** Alone on its line a value is all that stands there, whatever signs are in it. */
const wholeLine = /[^\s"'`]\S*?(?=[,;\\]?[ \t]*(?:\r?\n|$)|[ \t]+[#;/])/y;
const word = /[^\s"'`;,&<>)\]}|\\]+/y;
const severalParts = /^[^;&,\s]{0,200}[;&,][\w .]{1,40}=/;
/** What may stand on a line before a key that the rest of it belongs to. */
const lineStart =
  /^[\s"']*(?:(?:export|set|setenv|declare|local|const|let|var|ENV|ARG|Environment=|-[eDx]|[-#;]+|\/\/\S{1,60}:)\s*["']?)?$/;

/**
 * Finds the assignments whose key may tell in a text of any format: it looks for words that tell, and for what may stand
 * between a key and a value. Linear. A word that nothing is assigned to comes with an empty value: it cost time as well.
 */
export function* readAssignments(text: string): Generator<Assignment> {
  const marks = new Marks(text);
  const isOfKey = (at: number) => ofKey[text.charCodeAt(at)] === 1;
  let from = 0;
  for (;;) {
    stem.lastIndex = from;
    const match = stem.exec(text);
    if (match === null) return;
    let start = match.index;
    let end = stem.lastIndex;
    while (start > from && end - start < longestKey && isOfKey(start - 1)) start--;
    while (end < text.length && end - start < longestKey && isOfKey(end)) end++;
    from = end;
    const of = /^key$/i.test(text.slice(start, end))
      ? ofKeyBefore.exec(text.slice(Math.max(0, start - 16), start))
      : null;
    const key = text.slice(start - (of?.[0].length ?? 0), end).replace(/(?<=^\w+) (?=key$)/i, '_');
    for (const value of valuesAfter(marks, start, end)) {
      if (value.end - value.start > longValue) from = Math.max(from, value.end);
      yield {key, ...value};
    }
  }
}

/** A text, and where quotes come next in it: each is looked for once, however often it is asked about. */
class Marks {
  readonly text: string;
  readonly #next = new Map<string, Span>();

  constructor(text: string) {
    this.text = text;
  }

  /** Where the quote closes: on the same line, unless it is three or opens a PEM; not after a backslash of its own level. */
  closing(from: number, mark: string): number {
    const {text} = this;
    if (mark.length > longestMark) return -1;
    const isLong = (mark.length >= 3 && !mark.startsWith('\\')) || text.startsWith('-----BEGIN', from);
    const limit = isLong ? from + 20_000 : Math.min(from + 4000, this.#after('\n', from));
    for (let at = this.#after(mark, from); at < limit; at = this.#after(mark, at + 1)) {
      let backslashes = 0;
      while (mark.length === 1 && text.charAt(at - 1 - backslashes) === '\\') backslashes++;
      if (backslashes % 2 === 0) return at;
    }
    return -1;
  }

  #after(mark: string, from: number): number {
    const known = this.#next.get(mark);
    if (known !== undefined && known.start <= from && from <= known.end) return known.end;
    const at = this.text.indexOf(mark, from);
    const end = at === -1 ? Number.POSITIVE_INFINITY : at;
    this.#next.set(mark, {start: from, end});
    return end;
  }
}

function valuesAfter(marks: Marks, start: number, end: number): readonly Value[] {
  const {text} = marks;
  const sign = text.charAt(matchEnd(gap, text, end));
  const values = '=:'.includes(sign) ? several(marks, matchEnd(list, text, end), nextElement) : [];
  if (values.length === 0 && '=:{'.includes(sign))
    values.push(...several(marks, matchEnd(map, text, end), nextMember, member));
  return values.length > 0
    ? values
    : [valueAfter(marks, start, end, sign) ?? {start: end, end, isLoose: false}];
}

function several(marks: Marks, start: number, next: RegExp, name?: RegExp): Value[] {
  const values: Value[] = [];
  for (let at = start; at !== -1 && values.length < mostElements;) {
    const from = name === undefined ? at : matchEnd(name, marks.text, at);
    const value = from === -1 ? undefined : valueAt(marks, from);
    if (value === undefined) break;
    if (name === undefined) values.push(value);
    else if (!describes(marks.text.slice(at, from).match(/[\w.-]+/)?.[0] ?? ''))
      values.push({...value, isMember: true});
    at = matchEnd(next, marks.text, value.end);
  }
  return values;
}

function valueAfter(marks: Marks, start: number, end: number, sign: string): Value | undefined {
  const {text} = marks;
  const before = text.charAt(start - 1);
  const isQuoted = before === '"' || before === "'" || before === '`';
  const isTag =
    (before === '<' || before === ':') && openTag.test(text.slice(Math.max(0, start - 32), start));
  let from = isQuoted ? matchEnd(attribute, text, end) : -1;
  if (from !== -1) return valueAt(marks, from);
  if (isTag || isQuoted || (before === '>' && sign === '<')) {
    from = matchEnd(isTag || isQuoted ? tag : pair, text, end);
    const to = from === -1 ? -1 : matchEnd(tagText, text, from);
    if (to !== -1) return trimmed(text, from, to, false);
  }
  from = '+=:-|?'.includes(sign) ? matchEnd(assign, text, end) : -1;
  if (from !== -1) {
    const window = text.slice(Math.max(0, start - 80), start);
    return valueAt(marks, from, {isLine: lineStart.test(window.slice(window.lastIndexOf('\n') + 1))});
  }
  from = isQuoted && sign === ',' ? matchEnd(comma, text, end) : -1;
  if (from !== -1) return valueAt(marks, from);
  from = matchEnd(sign === '(' ? call : space, text, end);
  return from === -1 ? undefined : valueAt(marks, from, {isLoose: true});
}

function valueAt(marks: Marks, from: number, {isLoose = false, isLine = false} = {}): Value | undefined {
  const {text} = marks;
  const open = matchEnd(opening, text, from);
  const close = open === -1 ? -1 : marks.closing(open, text.slice(from, open));
  if (close !== -1) return close === open ? undefined : {start: open, end: close, isLoose};
  const start = Math.max(from, open);
  const whole = isLine ? matchEnd(wholeLine, text, start) : -1;
  if (whole !== -1 && !severalParts.test(text.slice(start, Math.min(whole, start + 300))))
    return trimmed(text, start, whole, isLoose);
  const part = matchEnd(word, text, start);
  return part === -1 ? undefined : trimmed(text, start, part, isLoose);
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
