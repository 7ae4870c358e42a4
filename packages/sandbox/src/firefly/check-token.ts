import {RequestRefusal} from '../loopback/request-refusal.ts';
import type {TokenBook} from '../loopback/token-book.ts';
import type {FireflySettings} from './firefly-options.ts';

/** How late a token may come after its end before that counts as never renewed: a request may have been under way. */
const graceMilliseconds = 1000;

const headers = {'www-authenticate': 'Bearer'};

/** Throws a `RequestRefusal` (401) unless the header carries a live token. */
export function checkToken(
  tokens: TokenBook<undefined>,
  authorization: string | undefined,
  {expiresIn, now}: FireflySettings,
): void {
  if (authorization === undefined) {
    throw new RequestRefusal(401, 'The header Authorization is missing; "Bearer <token>" is expected.', {
      headers,
    });
  }
  if (!/^Bearer [^ ]+$/.test(authorization)) {
    throw new RequestRefusal(401, 'The header Authorization is not of the form "Bearer <token>".', {headers});
  }
  const issued = tokens.find(authorization);
  if (issued === undefined) {
    throw new RequestRefusal(401, 'The bearer token was never issued by this server.', {headers});
  }
  if (issued.revoked) throw new RequestRefusal(401, 'The bearer token was revoked.', {headers, legal: true});
  const late = now() - issued.issuedAt - expiresIn * 1000;
  if (late < 0) return;
  const message = `The bearer token expired ${Math.round(late)} ms ago; it must be renewed before expires_in runs out.`;
  throw new RequestRefusal(401, message, {headers, legal: late <= graceMilliseconds});
}
