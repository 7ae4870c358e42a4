import fc from 'fast-check';

/** Any code units: controls, halves of characters, whatever steers the direction of text. */
export const anyText = fc
  .array(fc.oneof(fc.nat(0x1ff), fc.integer({min: 0x2000, max: 0x20ff}), fc.nat(0xffff)))
  .map((units) => String.fromCharCode(...units));
