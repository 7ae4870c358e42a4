import {inflateGzip, isGzip} from '../helm/inflate.ts';

/** What an annotation's text tells, through whatever it is wrapped in. */
export interface CopyFindings {
  /** A manifest stands in it: of any kind with `apiVersion` and `metadata`, or of a Secret with `data`. */
  readonly isManifest: boolean;
  readonly namesSecret: boolean;
  readonly namesEnvironment: boolean;
  /** The manifest lies in base64. */
  readonly isPacked: boolean;
  /** Something in it that is compressed could not be read: damaged, zip, or more than `ReadingBudget` allows. */
  readonly isUnreadable: boolean;
}

/** What may be read for one object, in bytes; shared by its annotations, so that many small bombs are none. */
export interface ReadingBudget {
  bytes: number;
}

/**
 * Far beyond what annotations may hold (256 KiB), about a tenth of a second. No more: V8's regular expressions overflow
 * on a word of more than five million letters.
 */
export const mostReadBytes = 4 * 1024 * 1024;
const mostInflatedBytes = 2 * 1024 * 1024;

/** Shorter base64 holds no manifest. */
const shortestRun = 32;
const base64Letter = /[\w+/-]/;
const isBase64 = Array.from({length: 128}, (_, code) => base64Letter.test(String.fromCodePoint(code)));
/** Broken into lines, as `base64` does it; only the last may be short, and nothing goes on behind the padding. */
const base64Run = /[\w+/-]{32,}(?:\s+[\w+/-]{20,})*(?:\s+[\w+/-]{2,}(?=["'\s=]|$))?={0,2}/y;

/** Escapes of JSON and YAML, however many texts within texts they went through. */
const escapes =
  /(?<!\\)\\+(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|x([\dA-Fa-f]{2})|(\r?\n[ \t]*)|([nrt])|(?=["'/]))/g;

const kind = /\bkind\b/;
const kindSecret = /\bkind["']?\s*:\s*["']?Secret\b/;
/** A tag, an anchor, an alias, a block, a comment: what YAML may put before a value or instead of it. */
const kindApart = /\bkind["']?\s*(?::\s*)?[!&*|>#]/;
/** `? kind`, `*kind :`. */
const keyApart = /^[ \t{[,-]*\?\s|\*[^\s,[\]{}*]+[ \t]*:/m;
/** The kind as text, or as `!!binary`. */
const secretWord = /\b(?:Secret|binary)\b/;
const dataWord = /\b(?:data|stringData)\b/;
const dataKey = /\b(?:data|stringData)["']?\s*:/;
const manifestKeys = [/\bapiVersion["']?\s*:/, /\bkind["']?\s*:/, /\bmetadata["']?\s*:/];

/**
 * Reads a text for manifests: JSON, YAML, JSON and YAML within their strings, base64 of all of them and of their gzip.
 *
 * Nothing is parsed. Escapes are undone, however often they were applied, and keys and words are looked for; where
 * YAML can hide them (tags, anchors, block texts) the words are enough: to take a copy too many is no loss. So order,
 * comments, depth and broken text do not matter, and the time is linear.
 */
export function readCopy(text: string, budget: ReadingBudget): CopyFindings {
  const found = {
    isManifest: false,
    namesSecret: false,
    namesEnvironment: false,
    isPacked: false,
    isUnreadable: false,
  };
  const left = [{text, isPacked: false}];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if ((budget.bytes -= next.text.length) < 0) {
      found.isUnreadable = true;
      return found;
    }
    const flat = unescaped(next.text);
    if (kind.test(flat)) {
      const hasWord = secretWord.test(flat);
      const hasKind = hasWord && kindSecret.test(flat);
      const isHidden = hasWord && (kindApart.test(flat) || keyApart.test(flat));
      found.namesSecret ||= hasKind || isHidden;
      const isManifest =
        (hasKind && dataKey.test(flat)) ||
        (isHidden && dataWord.test(flat)) ||
        manifestKeys.every((key) => key.test(flat));
      if (isManifest && !found.isManifest) {
        found.isManifest = true;
        found.isPacked = next.isPacked;
      }
    }
    if (next.isPacked) found.namesEnvironment ||= /nv|NV/.test(flat);
    for (const run of base64Runs(flat)) {
      const unpacked = unpack(run, budget);
      if (unpacked === undefined) found.isUnreadable = true;
      else left.push({text: unpacked, isPacked: true});
    }
  }
  return found;
}

/** Looks at every 32nd letter only: there is one of them in each run that is long enough. */
function* base64Runs(text: string): Generator<string> {
  let from = 0;
  for (let at = shortestRun - 1; at < text.length; at += shortestRun) {
    if (isBase64[text.charCodeAt(at)] !== true) continue;
    let start = at;
    while (start > from && isBase64[text.charCodeAt(start - 1)] === true) start--;
    base64Run.lastIndex = start;
    const run = base64Run.exec(text)?.[0];
    if (run === undefined) continue;
    yield run;
    const aligned = withoutOddWords(run);
    if (aligned !== undefined) yield aligned;
    from = start + run.length;
    at = from - 1;
  }
}

/** Lines of base64 have groups of four letters; words before it that have not would shift it. */
function withoutOddWords(run: string): string | undefined {
  let length = 0;
  for (const [word] of run.matchAll(/\S+\s*/g)) {
    if (word.trimEnd().length % 4 === 0) break;
    length += word.length;
  }
  return length === 0 || run.length - length < shortestRun ? undefined : run.slice(length);
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(escapes, (_, u?: string, U?: string, x?: string, fold?: string, space?: string) => {
    const code = u ?? U ?? x;
    if (code === undefined) return space === undefined || fold !== undefined ? '' : '\n';
    const point = Number.parseInt(code, 16);
    return point <= 0x10_ff_ff ? String.fromCodePoint(point) : '';
  });
}

/** As Latin-1: the words that are looked for are ASCII, and nothing is lost of what is no text. */
function unpack(base64: string, budget: ReadingBudget): string | undefined {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.readUInt32LE(0) === 0x04_03_4b_50) return undefined;
  if (!isGzip(bytes)) return bytes.toString('latin1');
  const inflated = inflateGzip(bytes, Math.max(1, Math.min(mostInflatedBytes, budget.bytes)));
  if (inflated.kind === 'inflated') return Buffer.from(inflated.bytes).toString('latin1');
  // It cost what the most costs, and nothing is left that would be counted.
  budget.bytes -= mostInflatedBytes;
  return undefined;
}
