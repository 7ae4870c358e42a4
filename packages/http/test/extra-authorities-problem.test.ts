import {X509Certificate} from 'node:crypto';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {afterAll, beforeAll, describe, expect, test} from 'vitest';

import {extraAuthoritiesProblem} from '../src/extra-authorities-problem.ts';
import {makeCertificate} from './certificate.ts';

const folder = mkdtempSync(join(tmpdir(), 'firefly-authorities-'));
const file = join(folder, 'ca.crt');
let pem = '';
let key = '';
beforeAll(async () => {
  const made = await makeCertificate();
  pem = made.cert.replaceAll('\r', '').trim();
  key = made.key.replaceAll('\r', '').trim();
});
afterAll(() => rmSync(folder, {recursive: true}));

function problemOf(content: string | Buffer) {
  writeFileSync(file, content);
  return extraAuthoritiesProblem({NODE_EXTRA_CA_CERTS: file});
}

const der = () => new X509Certificate(pem).raw;
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const damaged = '-----BEGIN CERTIFICATE-----\nMIIBnotbase64!!\n-----END CERTIFICATE-----\n';

describe('authorities that Node.js reads', () => {
  test.each<[string, () => string]>([
    ['one', () => pem],
    ['two', () => `${pem}\n${pem}\n`],
    ['with CRLF', () => `${pem}\n`.replaceAll('\n', '\r\n')],
    ['with comments between', () => `# Corp root\nSubject: CN=x\n${pem}\n# end\n`],
    ['with a key', () => `${key}\n${pem}\n`],
  ])('%s', (_, content) => {
    expect(problemOf(content())).toBeUndefined();
  });

  test('where none are named', () => {
    expect(extraAuthoritiesProblem({})).toBeUndefined();
    expect(extraAuthoritiesProblem({NODE_EXTRA_CA_CERTS: ''})).toBeUndefined();
  });
});

describe('authorities that Node.js does not read, or not all of', () => {
  test.each<[string, () => string | Buffer]>([
    ['is empty', () => ''],
    ['holds no certificate', () => '\n'],
    ['holds no certificate', () => 'x'],
    ['holds no certificate', () => key],
    ['holds a certificate in DER', der],
    ['holds PKCS#7', () => '-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----\n'],
    ['holds PKCS#7 in DER', () => hex('3082 0200 0609 2a864886f70d010702 a082')],
    ['holds PKCS#12', () => hex('3082 0200 020103 3082 01c6 0609 2a864886f70d010701')],
    ['holds DER that is no certificate', () => hex('3082 0200 020101 02820101')],
    ['holds a Java keystore', () => hex('feedfeed 00000002')],
    ['holds UTF-16 text', () => Buffer.from(`\uFEFF${pem}`, 'utf16le')],
    ['begins with a byte order mark', () => `\uFEFF${pem}`],
    ['has certificates that are glued together', () => pem + pem],
    ['has indented lines', () => pem.replaceAll(/^/gm, '  ')],
    ['has \\n as text', () => pem.replaceAll('\n', '\\n')],
    ["holds certificates in OpenSSL's own form", () => pem.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE')],
    ['has a certificate that is damaged (number 1 of 2)', () => `${damaged}${pem}\n`],
    ['has a certificate that is damaged (number 2 of 2)', () => `${pem}\n${damaged}`],
    ['has a certificate that is damaged (number 1 of 1)', () => pem.slice(0, -30)],
  ])('%s', (words, content) => {
    const problem = problemOf(content()) ?? '';
    expect(problem.slice(0, file.length + words.length + 22)).toBe(`NODE_EXTRA_CA_CERTS: ${file} ${words}`);
  });

  test('a directory, and a file that is not there', () => {
    mkdirSync(join(folder, 'directory'));
    expect(extraAuthoritiesProblem({NODE_EXTRA_CA_CERTS: join(folder, 'directory')})).toContain(
      'is a directory',
    );
    expect(extraAuthoritiesProblem({NODE_EXTRA_CA_CERTS: join(folder, 'missing')})).toContain(
      'does not exist',
    );
  });
});
