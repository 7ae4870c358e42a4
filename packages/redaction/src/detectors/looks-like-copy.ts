import {readPacked} from '../readers/read-packed.ts';

/** Shorter texts are no manifest and no token. */
export const shortestCopy = 20;
/** Every copy that can be read has it in it. */
export const wordOfCopies = 'apiVersion';
/** Header and claims of a JSON Web Token are JSON objects: both parts begin as `{"` does in base64. */
const webToken = /^eyJ[\w-]{8,}\.eyJ[\w-]+\.[\w-]*$/;
const manifestWords = [/\bapiVersion\b/, /\bkind\b/, /\bmetadata\b/];

/** Whether a text is a manifest of any kind, readable or packed, or a token: what annotations keep copies of. */
export function looksLikeCopy(text: string, most: number): boolean {
  if (text.length < shortestCopy) return false;
  if (webToken.test(text) || hasWords(text)) return true;
  for (const {bytes} of readPacked(text, () => most)) {
    if (bytes === undefined || hasWords(bytes.toString('latin1'))) return true;
  }
  return false;
}

function hasWords(text: string): boolean {
  return manifestWords.every((word) => word.test(text)) && /["']?apiVersion(?:\\*["'])?\s*:/.test(text);
}
