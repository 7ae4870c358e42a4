import fc from 'fast-check';

/** Any character of Unicode, for `fc.string({unit: anyCharacter})`: fast-check's own unit, `binary`, takes a second to begin. */
export const anyCharacter = fc
  .oneof(fc.nat(0x7f), fc.nat(0xd7ff), fc.integer({min: 0xe000, max: 0x10_ffff}))
  .map((code) => String.fromCodePoint(code));
