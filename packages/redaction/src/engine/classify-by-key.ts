import {isIdentifier, isPlainValue, looksRandom} from '../detectors/plain-value.ts';
import {type Telling, telling, tellingKey} from '../detectors/telling-key.ts';
import type {Span} from '../edit.ts';
import {isMarker, withoutMarkers} from './redaction-marker.ts';

/** What is known of an entry when its key is judged. */
export interface KeyedValue {
  readonly tells: Telling;
  /** One letter a byte. */
  readonly text: string;
  readonly isBare: boolean;
  /** A variable of an environment: what people call a secret there is one, if it is only a word. */
  readonly isInEnvironment: boolean;
  readonly key: string;
  /** Controllers read from it what a Secret is called. */
  readonly isAnnotation?: boolean;
  /** It stands where nobody writes what a Secret is called. */
  readonly isOnlySecret?: boolean;
}

const scheme = /^\s*(?:bearer|basic|token|negotiate|digest|apikey|key)\s+(?=\S{6,}\s*$)/i;
/** Names of Kubernetes' objects, which custom resources have under `secret`, `credentials`, `token`. */
const objectName = /^(?=.*[a-z])[a-z0-9]+(?:[-./_][a-z0-9]+)*$/;
/** A password as people choose it, where a name has something between. */
const wordAndYear = /^[a-z]{4,}(?:19|20)\d\d$/;
/** What nothing in a cluster is called by: not the name of a Secret, but the secret. */
const certainKey =
  /(?:(?:client|shared|jwt|cookie|session|consumer|signing|api|hmac|csrf|oauth|webhook|static.auth|form)[_.-]?secret|(?:signing|api|jwt|encryption|shared|master|secret[_.-]?access)[_.-]?key|secret[_-]key|\w\.secret\.key|(?:access|auth|bot|api|refresh|bearer|secret|agent|join|cluster|node|bootstrap|registration|runner)[_.-]?token|authorization[_.-]credential)s?$/i;
/** Of which an identifier is the secret. */
const ofIdentifiers = /(?:salt|pepper|cookies?|secret[._-]?id|tokens|login)$/i;
/** Which key of a Secret it is, not the key. */
const keyInSecret = /(?:PASS\w*|TOKEN|CREDENTIALS?|USER\w*)_KEY$/;
/** `ConfigMap`. */
const kindName = /^(?:[A-Z][a-z]+){2,4}$/;
/** Of base64 in lines each is longer than a word. */
const prose = /^(?!-{4,5} ?BEGIN)(?:[\w'"(),.:;/-]{1,40}\s+){6,}/;
/** Space in its first line: a key in lines has none, but in its header. */
const hasSpace = /^(?!-{4,5} ?BEGIN)[^\n]*\S[ \t]+\S/;
/** Of a secret its digest, by which a change of it shows: `checksum/secret`, `lastPrivateKeyHash`. */
const digestKey =
  /(?:^|[./])(?:checksum|digest|hash|fingerprint)[./-]|(?:hash|checksum|digest|fingerprint|(?:sha|md)\d{1,3})$/i;
/** `user:password`, and a list of them, of which all goes but the first user. */
const userAndPassword = /^(?:[\w.@-]{1,64}:|neo4j\/)(?=[^\s:/]{6,}(?:,[\w.@-]{1,64}:[^\s:/,]{4,})*$)/;

/** Which part of a value goes because of its key; undefined where the value shows that it is no secret. */
export function classifyByKey(entry: KeyedValue): Span | undefined {
  const {tells, text, isBare, isInEnvironment, key, isAnnotation = false} = entry;
  const {isOnlySecret = isInEnvironment} = entry;
  if (tells === telling.none) return undefined;
  const start = scheme.exec(text)?.[0].length ?? text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  const value = text.slice(start, end);
  if (value === '' || isMarker(value)) return undefined;
  const isNumber = /^(?!\d{1,2}\.\d{1,2}\.\d{4}$)[-+]?[\d.]+$/.test(value);
  if (isBare || isNumber) {
    const goes = isNumber && (tells === telling.password || (isInEnvironment && tells === telling.strong));
    return goes && value.length > 3 ? {start, end} : undefined;
  }
  if (
    isPlainValue(value) &&
    !(isInEnvironment && value.length < 3 && tells > telling.weak && !/^(?:no|on)$/i.test(value))
  )
    return undefined;
  if (!isInEnvironment && ((tells < telling.password && digestKey.test(key)) || isLabel(value)))
    return undefined;
  const isDrawn = looksRandom(lastWord(withoutMarkers(value)));
  if (tells === telling.weak) {
    const mayBePair = /auth|login/i.test(key) || (/users$/i.test(key) && /:[^,]*\d/.test(value));
    const pair = mayBePair ? userAndPassword.exec(value) : null;
    if (pair !== null) {
      const user = pair[0].length;
      const password = value.slice(user);
      return isMarker(password) || isPlainValue(password) ? undefined : {start: start + user, end};
    }
    return isDrawn ||
      (/keys?$/i.test(key) && /^[0-9a-f]{32}$/.test(value)) ||
      (/\w[._-]?keys?$/i.test(key) && /^[0-9a-f]{64}$/.test(value)) ||
      ((ofIdentifiers.test(key) || (isOnlySecret && /secret$/i.test(key))) && isIdentifier(value))
      ? {start, end}
      : undefined;
  }
  if (tells === telling.strong && kindName.test(value)) return undefined;
  // `session_key: _shop_session`: what a cookie is called.
  if (prose.test(value) || (tells === telling.strong && !isDrawn && /^_[a-z]+(?:_[a-z\d]+)+$/.test(value)))
    return undefined;
  // `secretKey: password`: what the secret is called where it is; or a label.
  if (
    (/[a-z]/.test(key) || keyInSecret.test(key)) &&
    /^(?:[a-z][\w.-]*|[A-Z][a-z]+|[A-Z][A-Z0-9_]+|[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)+)$/.test(value) &&
    tellingKey(value) !== telling.none &&
    !isDrawn
  )
    return undefined;
  // Keys and tokens have no space in them.
  if (tells === telling.strong && !isInEnvironment && !isDrawn && hasSpace.test(value)) return undefined;
  if (
    tells === telling.strong &&
    !isOnlySecret &&
    !isInEnvironment &&
    (!certainKey.test(key) || (isAnnotation && value.includes('-'))) &&
    objectName.test(value) &&
    !wordAndYear.test(value) &&
    !isDrawn &&
    !isIdentifier(value)
  )
    return undefined;
  return {start, end};
}

const sentence =
  /^(?:is|are|was|must|should|has|can(?:not)?|may|please|enter|see|your|the|no|not|does|do|will|invalid)\s/i;

/** Words that speak of a secret: `Forgot your password?`, `The token is invalid`. */
export function isLabel(value: string): boolean {
  if (value.length > 200 || !/\S[ \t]+\S/.test(value) || /[=:\n]/.test(value)) return false;
  if (sentence.test(value)) return true;
  if (/\b(?:(?:api|access|secret|private) keys?\b|mot de passe|contrase)/i.test(value)) return true;
  return value
    .split(/[\s.,;!?'"]+/)
    .some((word) => /^[a-z]{5,}$/i.test(word) && tellingKey(word) > telling.weak);
}

/** Of two or three words the last, where it is a long one: `user: x`, a hash and its salt. */
function lastWord(value: string): string {
  return /^(?:[^\s]{1,128} ){1,2}(\S{16,})$/.exec(value)?.[1] ?? value;
}
