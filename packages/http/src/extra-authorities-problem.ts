import {X509Certificate} from 'node:crypto';
import {readFileSync} from 'node:fs';

import type {ProxyEnvironment} from './proxy-for-url.ts';

const variableName = 'NODE_EXTRA_CA_CERTS';

/**
 * What is wrong with the file of certificate authorities that the environment names, as a sentence; undefined where all
 * is well, or none is named. Node.js leaves out a file that it cannot read, or only a part of it, and goes on.
 */
export function extraAuthoritiesProblem(environment: ProxyEnvironment): string | undefined {
  const file = environment[variableName];
  if (file === undefined || file === '') return undefined;
  const found = whatIsWrong(file);
  return found === undefined
    ? undefined
    : `${variableName}: ${file} ${found}; expected certificates in PEM, each from a line -----BEGIN CERTIFICATE----- to a line -----END CERTIFICATE-----. Node.js may trust none of them.`;
}

function whatIsWrong(file: string): string | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return reasonsByCode[(error as NodeJS.ErrnoException).code ?? ''] ?? 'cannot be read';
  }
  if (bytes.length === 0) return 'is empty';
  return binaryKind(bytes) ?? textProblem(bytes.toString('latin1'));
}

const reasonsByCode: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a directory',
  EACCES: 'may not be read',
};

/** Object identifiers of PKCS#7 (1.2.840.113549.1.7.2, signed data), as DER has them. */
const signedData = Buffer.from('06092a864886f70d010702', 'hex');

function binaryKind(bytes: Buffer): string | undefined {
  const start = bytes.toString('hex', 0, 4);
  if (/^(feff|fffe)/.test(start)) return 'holds UTF-16 text';
  if (start === 'feedfeed') return 'holds a Java keystore';
  // A sequence of ASN.1, with a length of more than one byte.
  if (bytes[0] !== 0x30 || ((bytes[1] ?? 0) & 0x80) === 0) return undefined;
  const head = bytes.subarray(0, 32);
  if (head.includes(signedData)) return 'holds PKCS#7 in DER';
  if (head.subarray(2, 8).includes(Buffer.from('020103', 'hex'))) return 'holds PKCS#12';
  return isCertificate(bytes) ? 'holds a certificate in DER' : 'holds DER that is no certificate';
}

const pemBlock =
  /^-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^\S\n]*\n[^-]*^-----END (?:X509 |TRUSTED )?CERTIFICATE-----[^\S\n]*$/gm;

function textProblem(text: string): string | undefined {
  const begins = text.match(/-----BEGIN (?:[A-Z\d]+ )?CERTIFICATE-----/g)?.length ?? 0;
  if (text.startsWith('\u00EF\u00BB\u00BF-----BEGIN')) return 'begins with a byte order mark';
  if (text.includes('-----BEGIN PKCS7-----')) return 'holds PKCS#7';
  if (begins === 0) return 'holds no certificate';
  if (/-----(BEGIN|END) [^\n]*\\n/.test(text)) return 'has \\n as text where lines should end';
  if (/-----END [A-Z\d ]+-----[^\S\n]*-----BEGIN/.test(text))
    return 'has certificates that are glued together, without a line break between them';
  if (/^[^\S\n]+-----(BEGIN|END)/m.test(text)) return 'has indented lines';
  if (text.includes('TRUSTED CERTIFICATE'))
    return "holds certificates in OpenSSL's own form (BEGIN TRUSTED CERTIFICATE)";
  const blocks = text.match(pemBlock) ?? [];
  const damaged = blocks.findIndex((block) => !isCertificate(block));
  if (damaged === -1 && blocks.length === begins) return undefined;
  return `has a certificate that is damaged (number ${damaged === -1 ? blocks.length + 1 : damaged + 1} of ${begins})`;
}

function isCertificate(certificate: Buffer | string): boolean {
  try {
    return new X509Certificate(certificate).validTo !== '';
  } catch {
    return false;
  }
}
