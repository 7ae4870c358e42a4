import fc from 'fast-check';
import {describe, expect, test} from 'vitest';

import {fuzzRuns} from '../../../scripts/fuzz-runs.ts';
import {InvalidProxyError} from '../src/index.ts';
import {parseProxy} from '../src/parse-proxy.ts';

const read = (url: string) => parseProxy({url, source: 'HTTPS_PROXY'});

const ports = {http: 80, https: 443, socks: 1080, socks5: 1080, socks5h: 1080} as const;
const scheme = fc.constantFrom('http', 'https', 'socks', 'socks5', 'socks5h');
const hostname = fc.constantFrom(
  'proxy',
  'proxy.example',
  'a_b',
  'xn--bcher-kva.example',
  '10.0.0.1',
  'fd00::1',
);
const port = fc.option(fc.integer({min: 1, max: 65_535}), {nil: undefined});
/** RFC 3986: what stands for itself in a user or a password; all else is percent-encoded. */
const encoded = (text: string) =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
const word = fc.string({
  unit: fc.constantFrom(...'aZ0 %@:/?#[]&=+$é€\\"'.split('')),
  minLength: 1,
  maxLength: 20,
});
const credentials = fc.option(fc.record({user: word, password: fc.option(word, {nil: ''})}), {
  nil: undefined,
});
const rest = fc.constantFrom('', '/', '/x', '/x/y?z', '?q=1', '#f', '/%zz');

describe('a proxy’s URL', () => {
  test('gives back what it was written of', () => {
    fc.assert(
      fc.property(scheme, hostname, port, credentials, rest, (written, host, number, who, ignored) => {
        const userinfo = who === undefined ? '' : `${encoded(who.user)}:${encoded(who.password)}@`;
        const place = `${host.includes('::') ? `[${host}]` : host}${number === undefined ? '' : `:${number}`}`;
        const {shown, ...proxy} = read(`${written}://${userinfo}${place}${ignored}`);
        expect(proxy).toEqual({
          scheme: written.startsWith('socks') ? 'socks5' : written,
          hostname: host,
          port: number ?? ports[written],
          credentials: who,
        });
        expect(shown).toBe(`${written}://${place}${ignored}`);
      }),
      {numRuns: fuzzRuns(1000)},
    );
  });

  test('of any other form is told by its source, without its credentials', () => {
    const forms = fc.oneof(
      fc.constantFrom(
        '',
        'proxy',
        'proxy:3128',
        '10.0.0.1:3128',
        '//proxy:1',
        'http:proxy:1',
        'http:/proxy',
        'http://',
        'http:///proxy',
        'http://:3128',
        'http://proxy:port',
        'http://proxy:99999',
        'ftp://proxy',
        'socks4://proxy',
        'http//proxy',
        'http://pro xy',
        'http://proxy\t:1',
        'http://a:b%zz@proxy',
        'http://a%:b@proxy',
        'http://[::1',
        'socks5://',
        'socks5:proxy:1080',
        'http:\\\\proxy',
        'socks5://%zz',
      ),
      fc.constant(`socks5://${'u'.repeat(256)}:p@proxy`),
    );
    fc.assert(
      fc.property(forms, (url) => {
        expect(() => read(url)).toThrow(InvalidProxyError);
        expect(() => read(url)).toThrow(/^HTTPS_PROXY: the proxy ".*" cannot be used; expected a URL/s);
      }),
      {numRuns: fuzzRuns(300)},
    );
    expect(() => read('http://user:hunter%2@proxy')).not.toThrow('hunter');
  });

  test('is read or refused, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.webUrl(), fc.string(), fc.string({unit: fc.constantFrom(...'htps:/@%[]0.a '.split(''))})),
        (url) => {
          try {
            expect(read(url).hostname).not.toBe('');
          } catch (error) {
            if (!(error instanceof InvalidProxyError)) throw error;
          }
        },
      ),
      {numRuns: fuzzRuns(300)},
    );
  });
});
