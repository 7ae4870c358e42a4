/** How a secret is looked for: the forms that it may have in a text, each with letters and digits alone, in lower case. */
export interface SecretForms {
  /**
   * Eight characters of a form, in lower case, and how they must stand to give it away: in any case, in this case, or,
   * since they could be a word, only among more of them.
   */
  readonly pieces: ReadonlyMap<string, PieceRule>;
  /** Forms that are looked for whole, with the signs in them: not all can be known by a piece. */
  readonly wholes: readonly WholeForm[];
  /** Forms whose beginning at the end of a cut text gives them away. */
  readonly prefixes: readonly string[];
}

/** What gives a secret away by a piece alone. */
export type PieceRule = 'any case' | 'not alone' | {readonly written: string};

/** A form that counts only whole. White space is left out of it, signs are not. */
export interface WholeForm {
  readonly text: string;
  /** Only where it is no part of a longer word. */
  readonly asWord: boolean;
}

/** Characters of a piece. */
export const pieceLength = 8;
/** From here on letters and digits are looked for in pieces, whatever they look like. */
const longLength = 24;
/** Shorter secrets are in every word. */
const shortestSecret = 4;
/** No header takes a longer one; it bounds what one secret costs. */
const longestSecret = 16_384;

/** What is not compared: signs, white space, controls. It is what servers put in where they fold or escape. */
export const notCompared = /[^\p{L}\p{N}]/gu;
/** White space, controls and whatever else has no width. */
export const invisible = /[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * The forms of one secret: itself (also read as Latin-1 where it is UTF-8), hexadecimal, and base64 at each of
 * the three places in a group of bytes that it may begin at, so that it is known in the midst of other bytes, too.
 *
 * Undefined for secrets of fewer than four characters: they are in every word.
 */
export function secretForms(secret: string, user: string | undefined): SecretForms | undefined {
  // A PEM's first and last lines are no secret, and in many sentences.
  const text = secret.slice(0, longestSecret).replaceAll(/-----[A-Z ]+-----/g, '');
  if (folded(text, invisible).length < shortestSecret) return undefined;
  const bytes = Buffer.from(text);
  const encoded = [bytes.toString('hex'), ...[0, 1, 2].map((shift) => base64Core(bytes, shift))];
  const pieces = new Map<string, PieceRule>();
  const wholes: WholeForm[] = [];
  const raw = [...new Set([text, bytes.toString('latin1')])];
  for (const form of raw) if (isKnownByPieces(form)) addPieces(form, pieces);
  for (const form of encoded) addPieces(form, pieces);
  const joined = user === undefined ? [] : [Buffer.from(`${user}:${text}`)];
  const base64 = [bytes, ...joined].flatMap((one) => [one.toString('base64'), one.toString('base64url')]);
  // Of a secret that holds what looks like an escape, the escaped form is not found by resolving escapes.
  const json = JSON.stringify(text).slice(1, -1);
  for (const form of new Set([text, json, ...base64].map((one) => folded(one, invisible))))
    wholes.push({text: form, asWord: form.length < pieceLength});
  return {pieces, wholes, prefixes: [...raw, ...encoded].map((form) => folded(form, notCompared))};
}

/** A text as it is compared: in lower case, without what `ignored` says. */
export function folded(text: string, ignored: RegExp): string {
  return text.replaceAll(ignored, '').toLowerCase();
}

function isKnownByPieces(text: string): boolean {
  const compared = text.replaceAll(notCompared, '');
  return compared.length >= longLength || (compared.length >= pieceLength && !isLikeWords(compared));
}

function addPieces(form: string, pieces: Map<string, PieceRule>): void {
  const compared = form.replaceAll(notCompared, '');
  for (let at = 0; at + pieceLength <= compared.length; at++) {
    const piece = compared.slice(at, at + pieceLength);
    addPiece(pieces, piece.toLowerCase(), ruleOf(piece));
  }
}

/** Where two forms share a piece, the one that is told more easily counts. */
export function addPiece(pieces: Map<string, PieceRule>, piece: string, rule: PieceRule): void {
  if (rule !== 'not alone' && pieces.get(piece) !== 'any case') pieces.set(piece, rule);
  else if (!pieces.has(piece)) pieces.set(piece, rule);
}

function ruleOf(piece: string): PieceRule {
  if (isLikeWords(piece)) return 'not alone';
  // `SECRET_KEY` is in sentences, `sEcRetkEy` is in none.
  return /\p{N}/u.test(piece) ? 'any case' : {written: piece};
}

/** Neither digits nor capitals after small letters. */
function isLikeWords(text: string): boolean {
  return !/\p{N}|\p{Ll}\p{Lu}/u.test(text);
}

/** Those characters of base64 that the secret alone decides, where so many bytes of its group of three stand before it. */
function base64Core(bytes: Buffer, shift: number): string {
  const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
  return shifted
    .toString('base64url')
    .slice(Math.ceil((shift * 8) / 6), Math.floor((shifted.length * 8) / 6));
}
