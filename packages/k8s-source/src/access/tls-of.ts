import {createPrivateKey, X509Certificate} from 'node:crypto';
import {readFileSync} from 'node:fs';

import type {TlsOptions} from '@firefly/http';

import {fileProblem} from './file-problem.ts';
import type {KubeconfigCluster, KubeconfigUser} from './kubeconfig-file.ts';
import {KubeconfigProblem} from './kubeconfig-problem.ts';

/**
 * What TLS needs of a cluster: whom to trust, or that nobody is asked.
 *
 * @throws {KubeconfigProblem} where its authority cannot be read or holds no certificate.
 */
export function serverTls(cluster: KubeconfigCluster): TlsOptions {
  const ca = authorityOf(cluster);
  const servername = cluster['tls-server-name'];
  return {
    ...(ca === undefined ? {} : {ca: certificatesIn(ca)}),
    ...(cluster['insecure-skip-tls-verify'] ? {rejectUnauthorized: false} : {}),
    ...(servername === '' ? {} : {servername}),
  };
}

/**
 * The cluster's authority as it is given: PEM text, and what stands around it.
 *
 * @throws {KubeconfigProblem} where its file cannot be read.
 */
export function authorityOf(cluster: KubeconfigCluster): string | undefined {
  return contentOf(cluster, 'certificate-authority');
}

/**
 * A user's certificate and its key; nothing where there is none.
 *
 * @throws {KubeconfigProblem} where one of them cannot be read, or they do not belong together.
 */
export function clientTls(user: KubeconfigUser): TlsOptions {
  const cert = contentOf(user, 'client-certificate');
  const key = contentOf(user, 'client-key');
  // A key alone, beside a token, is of no use; kubectl passes it over as well.
  return cert === undefined || key === undefined ? {} : keyPair(cert, key);
}

/**
 * A certificate and its key, PEM text both.
 *
 * @throws {KubeconfigProblem} where they are none, or of two pairs, or the key is encrypted.
 */
export function keyPair(cert: string, key: string): {cert: string; key: string} {
  const certificate = parsedCertificate(pemBlocks(cert, /^CERTIFICATE$/)[0]);
  if (certificate === undefined) throw new KubeconfigProblem('its client certificate is no PEM certificate');
  const block = pemBlocks(key, /PRIVATE KEY$/)[0];
  if (block === undefined) throw new KubeconfigProblem('its client key is no PEM private key');
  if (/BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(block))
    throw new KubeconfigProblem(
      'its client key is encrypted: expected one without a passphrase (openssl pkey -in KEY)',
    );
  let matches: boolean;
  try {
    matches = certificate.checkPrivateKey(createPrivateKey(block));
  } catch {
    throw new KubeconfigProblem('its client key cannot be read: expected a PEM private key');
  }
  if (!matches) throw new KubeconfigProblem('its client key is not the key of its client certificate');
  return {cert, key};
}

/**
 * Those that can be read: as in Go, anything else beside them is passed over.
 *
 * @throws {KubeconfigProblem} where there is none.
 */
export function certificatesIn(pem: string): string {
  const certificates = pemBlocks(pem, /^CERTIFICATE$/).filter(
    (block) => parsedCertificate(block) !== undefined,
  );
  if (certificates.length > 0) return `${certificates.join('\n')}\n`;
  throw new KubeconfigProblem('its certificate authority holds no PEM certificate');
}

function parsedCertificate(block: string | undefined): X509Certificate | undefined {
  try {
    return block === undefined ? undefined : new X509Certificate(block);
  } catch {
    return undefined;
  }
}

function pemBlocks(pem: string, label: RegExp): string[] {
  return [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[^]*?-----END \1-----/g)].flatMap(
    ([block, name = '']) => (label.test(name) ? [block] : []),
  );
}

/** As PEM text; undefined where neither file nor data is given. */
function contentOf<Field extends string>(
  from: Readonly<Record<Field | `${Field}-data`, string>>,
  field: Field,
): string | undefined {
  const file = from[field];
  if (file !== '') return readCredentialFile(file);
  const data = from[`${field}-data`];
  return data === '' ? undefined : Buffer.from(data, 'base64').toString('latin1');
}

/**
 * The text of a file that a kubeconfig names.
 *
 * @throws {KubeconfigProblem}
 */
export function readCredentialFile(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    throw new KubeconfigProblem(`the file ${file} cannot be read (${fileProblem(error)})`);
  }
}
