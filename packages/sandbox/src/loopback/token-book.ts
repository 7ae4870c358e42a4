import {randomBytes} from 'node:crypto';

/** A bearer token and whom it stands for. */
export interface IssuedToken<Holder> {
  readonly token: string;
  /** 1 for the first that this server issued. */
  readonly number: number;
  readonly holder: Holder;
  /** Milliseconds since the Unix epoch, by the server's clock. */
  readonly issuedAt: number;
  revoked: boolean;
}

/** The bearer tokens of one server; they change at run time, as rotating tokens do. */
export interface TokenBook<Holder> {
  /** All tokens in the order of issue, revoked ones included. */
  readonly issued: readonly IssuedToken<Holder>[];
  issue(holder: Holder, token?: string): IssuedToken<Holder>;
  /** The token that this header carries, revoked or not; undefined for any that was never issued. */
  find(authorization: string | undefined): IssuedToken<Holder> | undefined;
  /** Ends those tokens (default: all issued so far), as if the server had forgotten them. */
  revoke(which?: (issued: IssuedToken<Holder>) => boolean): void;
  /** The text without any of the tokens. */
  conceal(text: string): string;
}

/** An empty book. Tokens that it makes up begin with `prefix` and what no sentence has: eight characters of one are masked. */
export function createTokenBook<Holder>(prefix: string, now: () => number): TokenBook<Holder> {
  const issued: IssuedToken<Holder>[] = [];
  return {
    issued,
    issue(holder, token = `${prefix}Q7-${randomBytes(24).toString('base64url')}`) {
      const made = {token, number: issued.length + 1, holder, issuedAt: now(), revoked: false};
      issued.push(made);
      return made;
    },
    find(authorization) {
      const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
      return issued.findLast((candidate) => candidate.token === token);
    },
    revoke(which = () => true) {
      for (const token of issued) if (which(token)) token.revoked = true;
    },
    conceal: (text) => issued.reduce((concealed, {token}) => concealed.replaceAll(token, '<token>'), text),
  };
}
