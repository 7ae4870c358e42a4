import {isIdentifier, isPlainValue, looksRandom} from '../detectors/plain-value.ts';
import {type Telling, telling} from '../detectors/telling-key.ts';
import type {Span} from '../edit.ts';
import {isMarker} from './redaction-marker.ts';

/** `violet89`, no `sha256`: a word as people choose it; a date, words with dashes between. */
const chosenWord =
  /^(?!(?:sha|md|base|utf|aes|ipv|http|oauth|win|amd|arm)\d)(?:[A-Za-z]{3,}\d{1,6}[!?*]*|[0-9a-f]{32}|\d\d\.\d\d\.\d{4}|[a-z]{4,}(?:-[a-z]{4,}){2,3}|[A-Za-z]{3,}(?:-[A-Za-z]{3,})+-\d{1,4})$/;
/** The same, where it may be another word: no ticket. */
const givenWord = /^(?![A-Z]{2,}-\d+$)(?=.*[A-Z])(?=.*\d)[A-Za-z]{3,}[-_.#@!+]?\w{2,}(?:\.\w+)?[!?*#+$%&]*$/;
/** What such a word ends before: the end of a sentence, or how it goes on. */
const endOfWord = /^[,;.)]*(?:$|\s(?:until|for|on|at|and|or|is)\b)|^[,;]/;
/** `partner/x`, a user and the password. */
const userAndSecret = /^[\w.@-]{2,64}\/(?=[^/]{8,}$)(?=.*\d)(?=.*[A-Z])/;
/** What a password is made with, no password. */
const method = /^(?:sha\d|argon2|s?crypt|bcrypt|pbkdf2|aes-?\d|hmac)/i;
const says = /(?:[:=]|\b(?:is|was|ist|war|lautet|est|es)|[Bb]earer\\?)\s+$/;

/** Behind a word that tells, the first of the next few that looks random, or was chosen and stands as passwords do. */
export function proseSecret(text: string, start: number, key: string, tells: Telling): Span | undefined {
  const line = text.slice(start, start + 80).split('\n', 1)[0] as string;
  const isPassword = tells === telling.password;
  for (const {index, 0: match} of line.matchAll(/[^\s"'`,;()<>]{6,}/g)) {
    const word = match.replace(/[.:]$/, '');
    const span = (from: number): Span => ({start: start + index + from, end: start + index + word.length});
    // It was taken out before: what comes behind it is not looked at either.
    if (isMarker(word)) return undefined;
    const before = line.slice(0, index);
    const isBehindUser = /\s\/\s*$/.test(before);
    const isSaid =
      isPassword &&
      (index === 0
        ? /(?:\s(?:is|was)[ \t:]+|\s`)$/.test(text.slice(Math.max(0, start - 9), start))
        : says.test(before));
    const isGiven =
      isPassword && index === 0 && givenWord.test(word) && endOfWord.test(line.slice(word.length));
    const isDigits = index === 0 && tells >= telling.strong && !/secrets?$/i.test(key) && isIdentifier(word);
    const isNear = tells >= telling.strong || index === 0 || says.test(before);
    const isDrawn = isNear && word.length > 7 && looksRandom(word) && /[\d!#$%&*?@^]/.test(word);
    const isOne = isGiven || isDigits || isDrawn || ((isSaid || isBehindUser) && chosenWord.test(word));
    if (isOne && !(isBehindUser ? /\// : /[/=]/).test(word) && !isPlainValue(word) && !method.test(word))
      return span(0);
    const user = tells < telling.strong ? null : userAndSecret.exec(word);
    const rest = word.slice(user?.[0].length ?? 0);
    if (user !== null && looksRandom(rest) && !isMarker(rest)) return span(user[0].length);
  }
  return undefined;
}
