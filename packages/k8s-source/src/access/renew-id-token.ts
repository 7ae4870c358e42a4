import {masker} from '@firefly/core';
import {createConnection, decodedBody, describeNetworkError} from '@firefly/http';

import {KubeconfigProblem} from './kubeconfig-problem.ts';
import {readCredentialFile} from './tls-of.ts';

/** An `auth-provider` of the name `oidc`: its `config`. */
export type OidcConfig = Readonly<Record<string, string | undefined>>;

/** What an issuer gave, in client-node's words. */
export interface RenewedToken {
  readonly id_token: string;
  readonly refresh_token: string;
  /** Seconds since the epoch; 0 where it is not known. */
  readonly expires_at: number;
}

export interface RenewIdTokenOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Discovery documents and tokens have a few KB. */
const mostBytes = 1024 * 1024;
const answerMilliseconds = 30_000;

/**
 * Exchanges a refresh token for an ID token as kubectl does: two requests to the issuer, over the authority that the
 * kubeconfig names for it. The client's secret goes as basic authentication, or, where the issuer does not take that, in
 * the body. Nothing is written back to the kubeconfig.
 *
 * @throws {KubeconfigProblem} which names the issuer and its error code, and quotes nothing else of its answer.
 */
export async function renewIdToken(config: OidcConfig, options: RenewIdTokenOptions): Promise<RenewedToken> {
  const {'client-id': id = '', 'client-secret': secret = '', 'refresh-token': refreshToken = ''} = config;
  const issuer = (config['idp-issuer-url'] ?? '').replace(/\/$/, '');
  const ask = async (url: string, form?: URLSearchParams, headers = {}) =>
    request(url, {...options, issuer, ca: issuerAuthority(config), form, headers});

  const {body: discovered} = await ask(`${issuer}/.well-known/openid-configuration`);
  const endpoint = textOf(discovered, 'token_endpoint');
  if (endpoint === '') throw new KubeconfigProblem(`the issuer ${issuer} does not say where it gives tokens`);

  const form = {grant_type: 'refresh_token', refresh_token: refreshToken};
  const basic = `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`;
  let answer = await ask(endpoint, new URLSearchParams(form), {authorization: basic});
  if (answer.status >= 400 && answer.status < 500) {
    const identified = {...form, client_id: id, ...(secret === '' ? {} : {client_secret: secret})};
    answer = await ask(endpoint, new URLSearchParams(identified));
  }
  const idToken = textOf(answer.body, 'id_token');
  if (answer.status !== 200 || idToken === '') {
    const code = /^[\w.-]{1,64}$/.exec(textOf(answer.body, 'error'))?.[0];
    throw new KubeconfigProblem(
      `the issuer ${issuer} gave no new ID token (${[answer.status, code].filter(Boolean).join(', ')}); log in again`,
    );
  }
  const next = textOf(answer.body, 'refresh_token') || refreshToken;
  masker.protect(next);
  return {
    id_token: idToken,
    refresh_token: next,
    expires_at: expiryOf(idToken),
  };
}

interface IssuerRequest extends RenewIdTokenOptions {
  readonly issuer: string;
  readonly ca: string | undefined;
  readonly form: URLSearchParams | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

async function request(address: string, options: IssuerRequest): Promise<{status: number; body: unknown}> {
  const {issuer, ca, form, headers, environment, signal} = options;
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new KubeconfigProblem('its idp-issuer-url is no URL, or names a token endpoint that is none');
  const connection = createConnection({
    url,
    connections: 1,
    environment,
    ...(ca === undefined ? {} : {tls: {ca}}),
  });
  try {
    const {
      statusCode,
      headers: head,
      body,
    } = await connection.dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: form === undefined ? 'GET' : 'POST',
      headers: {
        ...headers,
        accept: 'application/json',
        ...(form === undefined ? {} : {'content-type': 'application/x-www-form-urlencoded'}),
      },
      body: form?.toString() ?? null,
      headersTimeout: answerMilliseconds,
      bodyTimeout: answerMilliseconds,
      signal,
    });
    const chunks: Buffer[] = [];
    let length = 0;
    const coding = [head['content-encoding'] ?? ''].flat().join(', ');
    for await (const chunk of decodedBody(coding, body as AsyncIterable<Buffer>)) {
      length += chunk.length;
      if (length > mostBytes)
        throw new KubeconfigProblem(`the issuer ${issuer} answered with more than 1 MiB`);
      chunks.push(Buffer.from(chunk));
    }
    return {status: statusCode, body: parsed(Buffer.concat(chunks).toString('utf8'))};
  } catch (error) {
    if (error instanceof KubeconfigProblem) throw error;
    signal.throwIfAborted();
    const {reason} = describeNetworkError(error);
    throw new KubeconfigProblem(`the issuer ${issuer} cannot be reached: ${reason}`);
  } finally {
    await connection.close();
  }
}

function issuerAuthority(config: OidcConfig): string | undefined {
  const data = config['idp-certificate-authority-data'];
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  const file = config['idp-certificate-authority'];
  return file ? readCredentialFile(file) : undefined;
}

/** When a token that nobody checks here says that it ends, in seconds since the epoch; 0 where it says nothing. */
function expiryOf(token: string): number {
  const payload = parsed(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  const exp = (payload as {exp?: unknown} | null)?.exp;
  return typeof exp === 'number' ? exp : 0;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function textOf(body: unknown, field: string): string {
  const value = (body as Readonly<Record<string, unknown>> | null)?.[field];
  return typeof value === 'string' ? value : '';
}
