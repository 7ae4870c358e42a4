import {masker} from '@firefly/core';

import {FireflyLoginFailedError} from '../errors/firefly-login-failed-error.ts';
import {FireflyLoginRefusedError} from '../errors/firefly-login-refused-error.ts';
import {describeRefusal, type Refusal} from '../errors/refusal.ts';
import {displayUrl} from './display-url.ts';
import type {FireflyClient} from './firefly-client.ts';
import type {Token} from './token-source.ts';

/** Whose keys, and where and how they are sent. */
export interface LoginOptions {
  readonly client: FireflyClient;
  /** Base that `/account/access_keys/login` is under. */
  readonly base: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** How the keys are written: the login endpoint takes JSON, the app API forms. */
  readonly encoding: 'json' | 'form';
}

/**
 * Exchanges the two keys for a token (spec, "Login"). Network failures and 5xx are tried again.
 *
 * @throws {FireflyLoginRefusedError} at 401 and 403.
 * @throws {FireflyLoginFailedError} at any other answer that holds no token.
 */
export async function login(options: LoginOptions, signal: AbortSignal): Promise<Token> {
  const {client, accessKey, secretKey, encoding} = options;
  const url = new URL(`${options.base}/account/access_keys/login`);
  const keys = {accessKey, secretKey};
  const answer = await client.send(
    {
      purpose: 'login',
      method: 'POST',
      url,
      [encoding]: keys,
      expected: [200, 401, 403],
      refused: (refusal) =>
        new FireflyLoginFailedError(refusal.url, refusal.status, `it answered ${shown(refusal)}`),
    },
    signal,
  );
  if (answer.status !== 200) throw new FireflyLoginRefusedError(displayUrl(url), answer.status);
  const token = readToken(answer.body);
  if (token === undefined) {
    throw new FireflyLoginFailedError(
      displayUrl(url),
      answer.status,
      'the answer is not a JSON object with a usable "access_token"; check the login endpoint',
    );
  }
  masker.protect(token.value);
  return token;
}

/** The body of a success that is none may hold a token in a shape that nobody knows. */
function shown(refusal: Refusal): string {
  return describeRefusal(refusal.status < 300 ? {...refusal, body: ''} : refusal);
}

function readToken(body: string): Token | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const {access_token: value, expires_in: expiresIn} = parsed as Readonly<Record<string, unknown>>;
  // Anything else could not stand in a header, which a server reads 16 KB of; the error for that would show it.
  if (typeof value !== 'string' || !/^[\x21-\x7E]{1,12000}$/.test(value)) return undefined;
  const seconds = Number(expiresIn);
  return {value, expiresIn: seconds > 0 ? seconds : undefined};
}
