import {randomBytes} from 'node:crypto';
import {Refusal} from './refusal.ts';

export interface IssuedToken {
  readonly token: string;
  /** 1 for the first login. */
  readonly number: number;
  readonly expiresAt: number;
  revoked: boolean;
}

export interface TokenBook {
  /** Number of tokens issued so far. */
  readonly issued: number;
  issue(): IssuedToken;
  find(authorization: string | undefined): IssuedToken | undefined;
  /** Throws a `Refusal` (401) unless the header carries a live token. */
  check(authorization: string | undefined): void;
  /** Every token issued so far gets 401 from now on, as if the server had forgotten it. */
  revoke(): void;
  /** The text without any of the tokens. */
  conceal(text: string): string;
}

/** How late a token may come after its end before that counts as never renewed: a request may have been under way. */
const GRACE_MILLISECONDS = 1000;

const headers = {'www-authenticate': 'Bearer'};

/** The bearer tokens that logins gave out. */
export function createTokenBook(expiresIn: number, now: () => number): TokenBook {
  const tokens = new Map<string, IssuedToken>();

  function find(authorization: string | undefined): IssuedToken | undefined {
    const token = /^Bearer ([^ ]+)$/.exec(authorization ?? '')?.[1];
    return token === undefined ? undefined : tokens.get(token);
  }

  return {
    get issued() {
      return tokens.size;
    },
    issue() {
      const token = `firefly-${randomBytes(24).toString('base64url')}`;
      const issued = {token, number: tokens.size + 1, expiresAt: now() + expiresIn * 1000, revoked: false};
      tokens.set(token, issued);
      return issued;
    },
    find,
    check(authorization) {
      if (authorization === undefined) {
        throw new Refusal(401, 'The header Authorization is missing; "Bearer <token>" is expected.', {
          headers,
        });
      }
      if (!/^Bearer [^ ]+$/.test(authorization)) {
        throw new Refusal(401, 'The header Authorization is not of the form "Bearer <token>".', {headers});
      }
      const issued = find(authorization);
      if (issued === undefined) {
        throw new Refusal(401, 'The bearer token was never issued by this server.', {headers});
      }
      if (issued.revoked) throw new Refusal(401, 'The bearer token was revoked.', {headers, legal: true});
      const late = now() - issued.expiresAt;
      if (late < 0) return;
      const message = `The bearer token expired ${Math.round(late)} ms ago; it must be renewed before expires_in runs out.`;
      throw new Refusal(401, message, {headers, legal: late <= GRACE_MILLISECONDS});
    },
    revoke() {
      for (const issued of tokens.values()) issued.revoked = true;
    },
    conceal(text) {
      let concealed = text;
      for (const token of tokens.keys()) concealed = concealed.replaceAll(token, '<token>');
      return concealed;
    },
  };
}
