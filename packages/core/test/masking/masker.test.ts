import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';

import {sixEncodings} from '../../../../scripts/planted-credentials.ts';
import {createMasker} from '../../src/index.ts';
import {anyText} from './any-text.ts';

const longToken = 'q7Zp2Lw9Xc4Vb8Nm1Kj6Hg3Fd5Sa0PoY'.repeat(3);
const fold = (text: string, width: number, by: string) =>
  (text.match(new RegExp(`[^]{1,${width}}`, 'g')) ?? []).join(by);

/** Pieces of eight characters of the token that stand in the text, whatever lies between their characters. */
function left(text: string, token = longToken): string[] {
  const letters = text.replaceAll(/[^a-z\d]/gi, '');
  const pieces = Array.from({length: token.length - 7}, (_, at) => token.slice(at, at + 8));
  return pieces.filter((piece) => letters.includes(piece));
}

const secrets = [
  longToken,
  'AK7Qw6Er5Ty4Ui3Op2As',
  'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQifQ.Zx9Yw8Vu7Ts6Rq5Po4Nm3',
  'pässwörd-9-für-alle',
  'ab/cd+ef&gh<ij',
  'p@$$w0rd!',
  'correct horse battery',
];

describe('a credential is found', () => {
  test.each(secrets)('%s in every encoding, at every place', (secret) => {
    const masker = createMasker();
    masker.protect(secret);
    for (const encoded of Object.values(sixEncodings(secret))) {
      for (const text of [encoded, `said: ${encoded}, and went`, `"${encoded}"`]) {
        const masked = masker.mask(text);
        expect(masked).toContain('***');
        expect(masked).toBe(text.replace(encoded, '***').replace(/\*\*\*=+/, '***'));
      }
    }
  });

  test('in other case', () => {
    const masker = createMasker();
    masker.protect(longToken);
    expect(masker.mask(`${longToken.toLowerCase()}, or ${longToken.toUpperCase()}`)).toBe('***, or ***');
  });

  test.each([
    ['lines of 76', fold(longToken, 76, '\n')],
    ['lines of 64, CRLF and indent', fold(longToken, 64, '\r\n  ')],
    ['lines of 5, quoted as in a mail', fold(longToken, 5, '\n> ')],
    ['JSON text of lines', JSON.stringify(fold(longToken, 20, '\n'))],
    ['JSON in JSON in JSON', JSON.stringify(JSON.stringify(JSON.stringify(fold(longToken, 7, '\t'))))],
    ['HTML breaks', fold(longToken, 6, '<wbr>')],
    ['HTML elements', fold(longToken, 4, '</b><b class="x">')],
    ['HTML breaks in JSON of Go', fold(longToken, 6, String.raw`\u003cbr/\u003e`)],
    ['soft hyphens', fold(longToken, 6, '\u00AD')],
    ['soft hyphens by name', fold(longToken, 6, '&shy;')],
    ['zero width', fold(longToken, 6, '\u200B\u2060\uFEFF')],
    ['UTF-16 read as UTF-8', Buffer.from(`\uFEFF${longToken}`, 'utf16le').toString('utf8')],
    ['UTF-16, the other way round', Buffer.from(longToken, 'utf16le').swap16().toString('latin1')],
    ['UTF-32', longToken.split('').join('\0\0\0')],
    ['groups of four', fold(longToken, 4, '-')],
    ['HTML comments', fold(longToken, 6, '<!-- a > b -->')],
    ['colors', fold(longToken, 6, '\u001B[31m')],
    ['bytes as Go writes them', `[${[...Buffer.from(longToken)].join(' ')}]`],
    ['bytes as JSON has them', JSON.stringify(Buffer.from(longToken))],
    ['bytes as C has them', [...Buffer.from(longToken)].map((byte) => `0x${byte.toString(16)}`).join(', ')],
    ['base64 of base64', btoa(btoa(longToken))],
    ['hexadecimal of base64', Buffer.from(btoa(longToken)).toString('hex')],
    ['base64 of hexadecimal', btoa(Buffer.from(longToken).toString('hex'))],
    ['base64 of UTF-16', Buffer.from(longToken, 'utf16le').toString('base64')],
    ['base64 in lines', fold(Buffer.from(`x${longToken}`).toString('base64'), 76, '\r\n')],
    [
      'every sign percent-encoded, twice',
      encodeURIComponent([...Buffer.from(longToken)].map((b) => `%${b.toString(16)}`).join('')),
    ],
    [
      'every sign as a reference',
      longToken
        .split('')
        .map((sign) => `&#${sign.charCodeAt(0)};`)
        .join(''),
    ],
    [
      'every sign as Go writes bytes',
      longToken
        .split('')
        .map((sign) => `\\x${sign.charCodeAt(0).toString(16)}`)
        .join(''),
    ],
  ])('in %s', (_, text) => {
    const masker = createMasker();
    masker.protect(longToken);
    const masked = masker.mask(`Bearer ${text} and so on`);
    expect(masked).toContain('***');
    expect(masked).toContain('and so on');
    expect(left(masked)).toEqual([]);
    expect(left(Buffer.from(masked.replaceAll(/[^a-z\d+/]/gi, ''), 'base64').toString('latin1'))).toEqual([]);
  });

  test('by each piece of eight characters, in whatever text it stands', () => {
    const masker = createMasker();
    masker.protect(longToken);
    fc.assert(
      fc.property(
        fc.nat(longToken.length - 8),
        fc.integer({min: 8, max: 40}),
        fc.string(),
        fc.string(),
        (at, length, before, after) => {
          expect(left(masker.mask(`${before} ${longToken.slice(at, at + length)} ${after}`))).toEqual([]);
        },
      ),
    );
  });

  test('whatever it is, plain, in base64, in hexadecimal and percent-encoded', () => {
    const secret = fc
      .string({minLength: 4, maxLength: 60})
      .filter((text) => text.replaceAll(/\s/g, '').length >= 4 && !/^\*+$/.test(text));
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (text, before, after) => {
        const masker = createMasker();
        masker.protect(text);
        for (const encoded of Object.values(sixEncodings(text)))
          expect(masker.mask(`${before} ${encoded} ${after}`)).not.toContain(` ${encoded} `);
      }),
    );
  });

  test('as user:secret in base64, short as it may be', () => {
    const masker = createMasker();
    masker.protect('open', 'me');
    masker.protect('AK7Qw6Er5Ty4', undefined);
    masker.protect('sK9Zx8Yw7Vu6', 'AK7Qw6Er5Ty4');
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    expect(masker.mask(`${basic('me:open')}, refused`)).toMatch(/^Basic \*\*\*=*, refused$/);
    expect(masker.mask('AK7Qw6Er5Ty4:sK9Zx8Yw7Vu6')).toBe('***');
    expect(masker.mask(`${basic('AK7Qw6Er5Ty4:sK9Zx8Yw7Vu6')}, refused`)).toMatch(
      /^Basic \*\*\*.?=*, refused$/,
    );
  });
});

describe('what is no credential stays', () => {
  test('words that a credential is made of', () => {
    const masker = createMasker();
    for (const secret of ['secret-key-1', 'access-key', 'sEcR/et+kEy', 'firefly', 'pods', 'abc', ''])
      masker.protect(secret);
    for (const text of [
      'check FIREFLY_ACCESS_KEY and FIREFLY_SECRET_KEY.',
      'fireflys, or firefly_1: podsets',
      'abc of the access to keys',
      'page 3 has a bad object at https://example.com/a@b',
    ])
      expect(masker.mask(text)).toBe(text);
    expect(masker.mask('pods, firefly; access-key: secret-key-1, sEcR/et+kEy')).toBe(
      '***, ***; ***: ***, ***',
    );
  });

  test('a PEM is known by what lies between its first and last lines', () => {
    const masker = createMasker();
    masker.protect(`-----BEGIN PRIVATE KEY-----\n${fold(longToken, 64, '\n')}\n-----END PRIVATE KEY-----\n`);
    expect(masker.mask('expected BEGIN PRIVATE KEY')).toBe('expected BEGIN PRIVATE KEY');
    expect(masker.mask(`got ${fold(longToken, 10, ' ')}.`)).toBe('got ***.');
  });

  test('a text without credentials is itself, whatever it holds', () => {
    const masker = createMasker();
    masker.protect(longToken);
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(!text.includes('@'));
        expect(masker.mask(text)).toBe(text);
      }),
    );
  });
});

test('answers of servers lose what only looks like a credential, and beginnings of one where they were cut', () => {
  const masker = createMasker();
  masker.protect(longToken);
  masker.protect('correct horse battery');
  const {maskAnswer} = {maskAnswer: (text: string) => masker.maskAnswer(text)};
  expect(maskAnswer('bearer abc.def-ghi')).toBe('bearer ***');
  expect(maskAnswer('Bearer tokens, or Basic authentication.')).toBe(
    'Bearer tokens, or Basic authentication.',
  );
  expect(maskAnswer('{"access_token":"xyz","secretKey": "s3"}')).toBe(
    '{"access_token":"***","secretKey": "***"}',
  );
  expect(maskAnswer('accessKey=abc&secretKey=def&name=web')).toBe('accessKey=***&secretKey=***&name=web');
  expect(maskAnswer('via http://user:pass@proxy:8080')).toBe('via http://***@proxy:8080');
  expect(maskAnswer('jwt eyJhbGciOi.eyJzdWIi.c2ln end')).toBe('jwt *** end');
  for (let length = 4; length < 20; length++) {
    expect(maskAnswer(`got ${longToken.slice(0, length)}`)).toBe('got ***');
    expect(maskAnswer(`got ${'correct horse battery'.slice(0, length).trim()}`)).toBe('got ***');
  }
});

test('the 128 that were used last are known', () => {
  const masker = createMasker();
  const nth = (index: number) => `${index}x${longToken.slice(index % 40)}y${index * 7919}`;
  for (let index = 0; index < 400; index++) {
    masker.protect('first-4-ever-Known');
    masker.protect(nth(index));
  }
  expect(masker.mask(`first-4-ever-Known ${nth(399)} ${nth(390)}`)).toBe('*** *** ***');
});

test('what it forgot is not masked, and what comes then is', () => {
  const masker = createMasker();
  masker.protect(longToken);
  masker.forget();
  masker.protect('later-3-Told');
  expect(masker.mask(`${longToken} later-3-Told`)).toBe(`${longToken} ***`);
});

test('takes a list of bytes of any length', () => {
  const masker = createMasker();
  masker.protect(longToken);
  const numbers = '12 '.repeat(200_000);
  expect(masker.mask(`${numbers}${longToken}`)).toBe(`${numbers}***`);
});

test('takes time in proportion to the text', () => {
  const masker = createMasker();
  masker.protect(longToken);
  // Would not end within the test's time otherwise.
  for (const part of [
    '<',
    '<a',
    '&#',
    '%41',
    '\\',
    '\\u003c',
    'eyJa',
    '//a',
    'q7Zp2Lw9 ',
    'password=',
    '\u200B',
  ])
    expect(masker.maskAnswer(part.repeat(65_536 / part.length))).toBeTypeOf('string');
});
