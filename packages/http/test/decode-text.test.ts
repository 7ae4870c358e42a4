import {expect, test} from 'vitest';

import {decodeText} from '../src/index.ts';

const sampleText = '{"message":"bad request, Bearer abc – für alle"}';
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

test.each([
  ['UTF-8', Buffer.from(sampleText), undefined],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${sampleText}`), 'application/json'],
  ['UTF-16 with a mark', utf16(`\uFEFF${sampleText}`), 'application/json'],
  ['big-endian UTF-16 with a mark', utf16(`\uFEFF${sampleText}`).swap16(), 'text/plain; charset=utf-16'],
  ['UTF-16 without anything', utf16(sampleText), undefined],
  ['big-endian UTF-16 without anything', utf16(sampleText).swap16(), 'text/html; charset=utf-8'],
  ['UTF-8 that is said to be UTF-16', Buffer.from(sampleText), 'application/json; charset=utf-16'],
  ['ASCII that is said to be big-endian UTF-16', Buffer.from('f\u00FCr'), 'text/plain; charset=UTF-16BE'],
  ['big-endian UTF-16 by its name', utf16('für').swap16(), 'text/html; charset="utf-16be"'],
])('reads %s', (_, bytes, contentType) => {
  expect(decodeText(bytes, contentType)).toBe(bytes.length < 10 ? 'für' : sampleText);
});

test('reads what its charset says, and UTF-8 where nobody knows that', () => {
  expect(decodeText(Buffer.from('für', 'latin1'), 'text/html; charset=ISO-8859-1')).toBe('für');
  expect(decodeText(Buffer.from('für'), 'text/html; charset=klingon')).toBe('für');
  expect(decodeText(new Uint8Array(0), undefined)).toBe('');
  expect(decodeText(Uint8Array.of(0xc3), undefined)).toBe('\uFFFD');
});
