import {
  addPiece,
  folded,
  invisible,
  notCompared,
  pieceLength,
  type PieceRule,
  secretForms,
  type WholeForm,
} from './secret-forms.ts';
import {textViews, type TextView} from './text-views.ts';

/** What stands in a secret's place. */
export const mask = '***';

/** Takes credentials out of text before anybody sees it. */
export interface Masker {
  /**
   * From now on this credential is masked: whoever reads, gets or makes one hands it over before it is used. The same one
   * again costs nothing; `undefined` and fewer than four characters are ignored. The 128 that were handed over last are known.
   *
   * @param user Goes with the secret where both are sent as `user:secret` in base64 (basic credentials).
   */
  protect(secret: string | undefined, user?: string): void;
  /**
   * The text with `***` in place of each credential: in any case, however it is folded or escaped, in base64, base64url,
   * hexadecimal or UTF-16 read as something else. Of a credential that does not look like words no eight characters are
   * left; one that does, or has less than eight letters and digits, is found whole; one of less than eight, as a word of
   * its own. URLs lose user and password, and whatever looks like a JSON Web Token goes.
   */
  mask(text: string): string;
  /**
   * `mask` for the text of a server's answer. It may repeat a credential that is not known here: values named token, key
   * or password are masked, too. It may be cut off: so is the beginning of a known credential at its end.
   */
  maskAnswer(text: string): string;
  /** No credential is known from now on: for a process that goes on to another's work. */
  forget(): void;
}

/** A masker that knows no credential yet. Programs use the one that all packages share: `masker`. */
export function createMasker(): Masker {
  return new KnownSecrets();
}

/** Secrets that are known at once. */
const mostSecrets = 128;
/** A run of what could be words is a secret's from so many characters on. */
const tellingLength = 12;

const credentialPatterns: readonly (readonly [RegExp, string])[] = [
  // A JSON Web Token, whoever's it is.
  [/(?<![\w-]{6})eyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*)?/g, mask],
  [/(\/\/)[^/@\s]+@/g, `$1${mask}@`],
];

const namedCredentialPatterns: readonly (readonly [RegExp, string])[] = [
  // "Bearer tokens" and "Basic authentication." are words.
  [/(\b(?:Bearer|Basic)\s+)(?=[^\s"',;]*[\d.=_~+/-][^\s"',;.]|[^\s"',;]{20})[^\s"',;]+/gi, `$1${mask}`],
  [
    /((?:(?:access|refresh|id)_?token|access_?key|secret_?key|client_?secret|password)\\?["']?\s*[:=]\s*\\?["']?)[^\s"'\\&,;}]+/gi,
    `$1${mask}`,
  ],
];

type MaskedStretch = readonly [from: number, to: number];

class KnownSecrets implements Masker {
  /** Each secret and what goes with it, the one that was used last at the end. */
  readonly #known = new Map<string, {readonly secret: string; readonly user: string | undefined}>();
  /** Not looked for yet: what that takes is worked out when there is text. */
  #fresh: string[] = [];
  readonly #pieces = new Map<string, PieceRule>();
  #wholes: WholeForm[] = [];
  #prefixes: string[] = [];

  protect(secret: string | undefined, user?: string): void {
    if (secret === undefined || secret === '') return;
    const key = user === undefined ? secret : `${user}:${secret}`;
    const isKnown = this.#known.delete(key);
    this.#known.set(key, {secret, user});
    if (!isKnown) this.#fresh.push(key);
    // A quarter at once: to take the rest apart again costs more than to forget.
    if (this.#known.size > mostSecrets) this.#forgetOldest(mostSecrets / 4);
  }

  forget(): void {
    this.#forgetOldest(this.#known.size);
  }

  /** What is left is taken apart again. */
  #forgetOldest(count: number): void {
    for (const key of [...this.#known.keys()].slice(0, count)) this.#known.delete(key);
    this.#pieces.clear();
    this.#wholes = [];
    this.#prefixes = [];
    this.#fresh = [...this.#known.keys()];
  }

  #learn(): void {
    for (const key of this.#fresh) {
      const known = this.#known.get(key);
      const forms = known === undefined ? undefined : secretForms(known.secret, known.user);
      if (forms === undefined) continue;
      for (const [piece, rule] of forms.pieces) addPiece(this.#pieces, piece, rule);
      this.#wholes.push(...forms.wholes);
      this.#prefixes.push(...forms.prefixes);
    }
    this.#fresh = [];
  }

  mask(text: string): string {
    return withPatterns(this.#withoutKnown(text), credentialPatterns);
  }

  maskAnswer(text: string): string {
    return this.#withoutBeginning(withPatterns(this.mask(text), namedCredentialPatterns));
  }

  #withoutKnown(text: string): string {
    this.#learn();
    if (this.#known.size === 0) return text;
    const spans = textViews(text).flatMap((view) => [...this.#piecesIn(view), ...this.#wholesIn(view)]);
    return withoutSpans(text, spans);
  }

  *#piecesIn(view: TextView): Generator<MaskedStretch> {
    const {text, written, at} = compared(view, notCompared);
    for (let from = 0; from + pieceLength <= text.length; from++) {
      let to = from;
      let isTold = false;
      for (; to + pieceLength <= text.length; to++) {
        const rule = this.#pieces.get(text.slice(to, to + pieceLength));
        if (rule === undefined) break;
        isTold ||= rule === 'any case' || (rule !== 'not alone' && written.startsWith(rule.written, to));
      }
      if (to === from) continue;
      const end = to + pieceLength - 1;
      if (isTold || end - from >= tellingLength) yield originalSpan(view, at, from, end);
      from = to;
    }
  }

  *#wholesIn(view: TextView): Generator<MaskedStretch> {
    if (this.#wholes.length === 0) return;
    const {text, at} = compared(view, invisible);
    for (const whole of this.#wholes) {
      const {length} = whole.text;
      for (let from = text.indexOf(whole.text); from !== -1; from = text.indexOf(whole.text, from + length)) {
        if (!whole.asWord || isWord(view.text, at[from] ?? 0, at[from + length - 1] ?? 0))
          yield originalSpan(view, at, from, from + length);
      }
    }
  }

  /** Where text was cut in the middle of a secret, its beginning stands at the end. */
  #withoutBeginning(text: string): string {
    const end = folded(text.slice(-4 * longestBeginning), notCompared);
    let longest = 0;
    for (const prefix of this.#prefixes)
      for (let length = Math.min(prefix.length, longestBeginning); length >= 4 && length > longest; length--)
        if (end.endsWith(prefix.slice(0, length))) longest = length;
    if (longest === 0) return text;
    let from = text.length;
    for (let left = longest; left > 0;) if (/[\p{L}\p{N}]/u.test(text[--from] ?? '0')) left--;
    return text.slice(0, from) + mask;
  }
}

/** What is longer is known by its pieces. */
const longestBeginning = 64;

/** The characters of a view that are compared, in lower case, and where each stands in the view. */
function compared(
  {text}: TextView,
  ignored: RegExp,
): {readonly text: string; readonly written: string; readonly at: readonly number[]} {
  const at: number[] = [];
  let from = 0;
  const keep = (to: number) => {
    for (; from < to; from++) at.push(from);
  };
  // Not `matchAll`, which compiles these large classes anew.
  const kept = text.replaceAll(ignored, (match: string, index: number) => {
    keep(index);
    from = index + match.length;
    return '';
  });
  keep(text.length);
  const lower = kept.toLowerCase();
  // Where lower case has another length (as that of "İ"), places would be wrong.
  return {text: lower.length === kept.length ? lower : kept, written: kept, at};
}

/** From where the first character begins to where what follows the last one does. */
function originalSpan({starts}: TextView, at: readonly number[], from: number, to: number): MaskedStretch {
  const first = starts[at[from] ?? 0] ?? 0;
  let last = at[to - 1] ?? 0;
  const begin = starts[last] ?? 0;
  while ((starts[last] ?? Infinity) <= begin) last++;
  return [first, starts[last] ?? Infinity];
}

function isWord(text: string, first: number, last: number): boolean {
  return (
    !/[\p{L}\p{N}_]$/u.test(text.slice(Math.max(0, first - 2), first)) &&
    !/^[\p{L}\p{N}_]/u.test(text.slice(last + 1, last + 3))
  );
}

/** What of base64 two secrets share where they are joined, with the sign between them. */
const seam = /^\S{0,4}$/;

/** Spans that touch, or that a seam parts, are one. */
function withoutSpans(text: string, spans: readonly MaskedStretch[]): string {
  if (spans.length === 0) return text;
  const ordered = spans.toSorted(([one], [other]) => one - other);
  let masked = '';
  let end = 0;
  for (const [index, [from, to]] of ordered.entries()) {
    if (index === 0 || !seam.test(text.slice(end, from))) masked += text.slice(end, from) + mask;
    end = Math.max(end, to);
  }
  return masked + text.slice(end);
}

function withPatterns(text: string, patterns: readonly (readonly [RegExp, string])[]): string {
  return patterns.reduce((masked, [pattern, replacement]) => masked.replaceAll(pattern, replacement), text);
}
