import {fields, optional, text} from './kubeconfig-shape.ts';
import {KubeconfigProblem} from './kubeconfig-problem.ts';
import {readYaml} from './read-yaml.ts';
import {keyPair} from './tls-of.ts';

const execCredential = fields({
  apiVersion: text,
  kind: text,
  status: optional(
    fields({token: text, clientCertificateData: text, clientKeyData: text, expirationTimestamp: text}),
  ),
});

/**
 * Checks what a plugin answered as kubectl does: an ExecCredential of the version that was asked for, with a token, or a
 * certificate and its key, or both.
 *
 * @throws {KubeconfigProblem} which quotes nothing of it.
 */
export function checkExecCredential(answer: string, apiVersion: string): void {
  const problem = problemOf(answer, apiVersion);
  if (problem !== undefined) throw new KubeconfigProblem(problem);
}

function problemOf(answer: string, apiVersion: string): string | undefined {
  let credential;
  try {
    // client-node reads JSON alone.
    JSON.parse(answer);
    credential = execCredential(readYaml(Buffer.from(answer)), '');
  } catch {
    return 'its plugin did not answer with an ExecCredential';
  }
  const {kind, status} = credential;
  if (kind !== 'ExecCredential') return 'its plugin answered with another kind than ExecCredential';
  if (credential.apiVersion !== apiVersion)
    return `its plugin answered in another apiVersion than ${apiVersion}, which the kubeconfig asks for`;
  const {
    token = '',
    clientCertificateData: cert = '',
    clientKeyData: key = '',
    expirationTimestamp,
  } = status ?? {};
  if (token === '' && cert === '' && key === '') return 'its plugin gave neither a token nor a certificate';
  if ((cert === '') !== (key === ''))
    return 'its plugin gave a certificate without its key, or a key without its certificate';
  if (expirationTimestamp && Number.isNaN(Date.parse(expirationTimestamp)))
    return 'its plugin gave an expirationTimestamp that is no date';
  if (cert !== '') keyPair(cert, key);
  return undefined;
}
