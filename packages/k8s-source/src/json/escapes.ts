/** 1 for the letters that may follow a backslash, `u` excepted. */
export const simpleEscapes = new Uint8Array(256);
for (const letter of Buffer.from('"\\/bfnrt')) simpleEscapes[letter] = 1;

const digits = new Uint8Array(256);
for (const digit of Buffer.from('0123456789abcdefABCDEF')) digits[digit] = 1;

/**
 * Whether four hexadecimal digits stand there, as they must behind `\\u`. Of bytes behind the end it says no. A text of
 * them would have to be made for a regular expression: of texts full of escapes that takes longer than all the rest.
 */
export function hasHexDigits(bytes: Uint8Array, at: number): boolean {
  for (let index = at; index < at + 4; index++) if (digits[bytes[index] ?? 0] !== 1) return false;
  return true;
}
