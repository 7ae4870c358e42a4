import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import {decodeBase64} from '../../src/helm/decode-base64.ts';

const strict = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

test('gives back the bytes of any base64 text', () => {
  fc.assert(
    fc.property(fc.uint8Array({maxLength: 200}), (bytes) => {
      expect(Buffer.from(decodeBase64(Buffer.from(bytes).toString('base64'))!)).toEqual(Buffer.from(bytes));
    }),
  );
});

test('accepts exactly the texts of RFC 4648 with line breaks ignored', () => {
  const alphabet = fc.constantFrom(...Array.from('AZaz09+/+/==-_ \n\r.é\u0000'));
  fc.assert(
    fc.property(fc.string({unit: alphabet, maxLength: 12}), (text) => {
      expect(decodeBase64(text) !== undefined).toBe(strict.test(text.replaceAll(/[\r\n]/g, '')));
    }),
    {numRuns: fuzzRuns(2000)},
  );
});
