import {hasRun} from '../readers/has-run.ts';
import {type MayUnpack, readPacked} from '../readers/read-packed.ts';

/** Shorter texts are no manifest and no token. */
export const shortestCopy = 20;
/** Every copy that can be read has it in it. */
export const wordOfCopies = 'apiVersion';
/** Header and claims of a JSON Web Token are JSON objects: both parts begin as `{"` does in base64. */
const webToken = /^eyJ[\w-]{8,}\.eyJ[\w-]+\.[\w-]*$/;
const manifestWords = [/\bapiVersion\b/, /\bkind\b/, /\bmetadata\b/];

/** Whether a text is a manifest of any kind, readable or packed, or a token: what annotations keep copies of. */
export function looksLikeCopy(bytes: Buffer, may: MayUnpack): boolean {
  if (bytes.length < shortestCopy) return false;
  const isPacked = hasRun(bytes, 0, bytes.length);
  if (!isPacked && !bytes.includes(wordOfCopies) && bytes[0] !== 0x65) return false;
  const text = bytes.toString('latin1');
  if (webToken.test(text) || hasWords(text)) return true;
  if (!isPacked) return false;
  for (const {bytes} of readPacked(text, may)) {
    if (bytes === undefined || hasWords(bytes.toString('latin1'))) return true;
  }
  return false;
}

function hasWords(text: string): boolean {
  return manifestWords.every((word) => word.test(text)) && /["']?apiVersion(?:\\*["'])?\s*:/.test(text);
}
