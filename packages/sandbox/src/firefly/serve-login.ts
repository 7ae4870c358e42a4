import {jsonAnswer} from '../loopback/answer.ts';
import type {Handled} from '../loopback/dialect.ts';
import type {ReceivedRequest} from './received-request.ts';
import {expectJsonContentType} from './decode-request-body.ts';
import type {FireflySettings} from './firefly-options.ts';
import {isFormEncoded, readForm} from './read-form.ts';
import {readDocument} from './read-document.ts';
import {RequestRefusal, refuseUnless} from '../loopback/request-refusal.ts';
import type {TokenBook} from '../loopback/token-book.ts';

const keyNames = ['accessKey', 'secretKey'] as const;

/** `POST /account/access_keys/login` with `{accessKey, secretKey}`: a token, or 401 (403) for other keys. */
export function serveLogin(
  request: ReceivedRequest,
  wire: Buffer,
  {settings, tokens}: {readonly settings: FireflySettings; readonly tokens: TokenBook<undefined>},
): Handled {
  // On- and off-boarding sends form-encoded bodies, so its login may.
  const isForm = request.route === 'app-login' && isFormEncoded(request);
  if (!isForm) expectJsonContentType(request);
  const encoding = request.headers['content-encoding'];
  refuseUnless(encoding === undefined, 'A login goes out without Content-Encoding.', 415);
  const {accessKey, secretKey} = isForm ? readForm(wire, keyNames) : readDocument(wire, {required: keyNames});
  const areTexts = typeof accessKey === 'string' && typeof secretKey === 'string';
  refuseUnless(areTexts, 'accessKey and secretKey must be strings.');
  if (accessKey !== settings.accessKey || secretKey !== settings.secretKey) {
    throw new RequestRefusal(settings.wrongKeysStatus, 'The access key or the secret key is wrong.', {
      legal: true,
    });
  }
  const {token} = tokens.issue(undefined, settings.tokenOf?.(tokens.issued.length + 1));
  return {
    answer: jsonAnswer(200, {access_token: token, expires_in: settings.expiresIn, token_type: 'Bearer'}),
  };
}
