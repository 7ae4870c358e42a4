import {jsonAnswer} from './answer.ts';
import type {Call, Handled} from './call.ts';
import {expectJsonContentType} from './decode-body.ts';
import type {FireflySettings} from './firefly-options.ts';
import {isFormEncoded, readForm} from './read-form.ts';
import {readDocument} from './read-document.ts';
import {Refusal} from './refusal.ts';
import type {TokenBook} from './token-book.ts';

const KEYS = ['accessKey', 'secretKey'] as const;

export interface LoginOptions {
  readonly settings: FireflySettings;
  readonly tokens: TokenBook;
  /** On- and off-boarding sends form-encoded bodies, so its login may. */
  readonly mayBeForm: boolean;
}

/** `POST /account/access_keys/login` with `{accessKey, secretKey}`: a token, or 401 (403) for other keys. */
export function handleLogin({request}: Call, wire: Buffer, options: LoginOptions): Handled {
  const {settings, tokens, mayBeForm} = options;
  const isForm = mayBeForm && isFormEncoded(request);
  if (!isForm) expectJsonContentType(request);
  if (request.headers['content-encoding'] !== undefined) {
    throw new Refusal(415, 'A login goes out without Content-Encoding.');
  }
  const {accessKey, secretKey} = isForm ? readForm(wire, KEYS) : readDocument(wire, {required: KEYS});
  if (typeof accessKey !== 'string' || typeof secretKey !== 'string') {
    throw new Refusal(400, 'accessKey and secretKey must be strings.');
  }
  if (accessKey !== settings.accessKey || secretKey !== settings.secretKey) {
    throw new Refusal(settings.wrongKeysStatus, 'The access key or the secret key is wrong.', {legal: true});
  }
  const {token} = tokens.issue();
  return {
    answer: jsonAnswer(200, {access_token: token, expires_in: settings.expiresIn, token_type: 'Bearer'}),
  };
}
