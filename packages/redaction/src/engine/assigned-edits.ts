import {factsOfKey} from '../detectors/key-facts.ts';
import {looksRandom, shortestDrawn} from '../detectors/plain-value.ts';
import {telling} from '../detectors/telling-key.ts';
import type {Edit} from '../edit.ts';
import {readAssignments} from '../readers/read-assignments.ts';
import {readCredentialLines} from '../readers/read-credential-lines.ts';
import {classifyByKey, isLabel} from './classify-by-key.ts';
import {findingAt, type Passage, units} from './examination.ts';
import {proseSecret} from './prose-secret.ts';

/** What goes of a text by the keys that its values are assigned to. */
export function assignedEdits({text, bytes, place, examination}: Passage): Edit[] {
  const {keyRule} = place;
  if (keyRule === undefined) return [];
  const edits: Edit[] = [];
  for (const {key, start, end, isLoose, isMember} of assignmentsIn(text, place.holdsSecrets)) {
    if (!examination.spend(units.key)) break;
    if (start === end) continue;
    let {tells} = factsOfKey(key);
    if (/^(?:identified\s|contrase)/i.test(key)) tells = telling.password;
    if (/^login$/i.test(key)) tells = telling.weak;
    if (isMember === true && tells > telling.weak) tells = telling.weak;
    if (tells === telling.none || (tells === telling.weak && !isLoose && end - start < shortestDrawn))
      continue;
    examination.spend(
      isLoose ? units.prose : tells === telling.weak ? units.key : units.value + Math.min(end - start, 256),
    );
    const value = text.slice(start, end);
    if (
      isCode(value, text, start) ||
      isMatched(text, key, start) ||
      (!isLoose && isLabelled(value, text, start))
    )
      continue;
    const isPair = text.startsWith(' / ', end);
    const isAssigned =
      (!isLoose && !isPair) || (tells >= telling.strong && standsAlone(text, key, start, end));
    const span = isAssigned
      ? classifyByKey({
          tells,
          text: value,
          isBare: false,
          isInEnvironment: place.isInEnvironment,
          key,
          // Settings of a program: what a Secret is called stands in YAML and in flags.
          isOnlySecret:
            !key.startsWith('-') && /=[ \t]*["']?$/.test(text.slice(Math.max(0, start - 8), start)),
        })
      : proseSecret(text, start, key, tells);
    if (span === undefined) continue;
    const base = isAssigned ? start : 0;
    const taken = {start: span.start + base, end: span.end + base};
    edits.push(examination.take(bytes, taken, findingAt(place, keyRule, 'telling key', key)));
  }
  return edits;
}

/** What all readers of assignments find; of credentials without keys, where the key of the whole text says so. */
function* assignmentsIn(text: string, holdsSecrets: boolean) {
  yield* readAssignments(text);
  if (holdsSecrets) yield* readCredentialLines(text);
}

/** Whether a value without quotes is code: a map, a call, an element, a member of a member, a type. */
function isCode(value: string, text: string, start: number): boolean {
  if (text.charAt(start - 1) === '`' && /^\w+ \S/.test(value)) return true;
  if (/["'`]/.test(text.charAt(start - 1))) return false;
  // A list of a shell's; a word of SQL: `SET PASSWORD FOR`.
  if (/^(?:\(--?[a-z][a-z-]*$|(?:FOR|EXPIRE|NEVER|REUSE|REQUIRE)$)/.test(value)) return true;
  if (/^(?:[[{][\w.{-]{0,64}:|:[a-z_]\w*$|[a-z]+(?:_[a-z]+)*\((?:[.$"']|[a-z_]+[,.]|$))/.test(value))
    return true;
  if (/^(?:str|string|int|bool|boolean|bytes|float|number|any|object|new)\??$/.test(value)) return true;
  // A call, an element, a member of a class, a type with its parameters.
  if (/^[A-Za-z_]{3,40}(?:\.[A-Za-z_]{1,40})*[([](?:$|[\w."'\])])/.test(value)) return true;
  if (/^(?:[A-Z][a-z]+){1,4}\.(?:[A-Z][a-z]+){0,4}[A-Z]{0,3}$/.test(value) && !looksRandom(value))
    return true;
  if (/^[A-Z][A-Za-z]+$/.test(value) && text.charAt(start + value.length) === '<') return true;
  const path = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+/.exec(value)?.[0] ?? '';
  const after = text.charAt(start + path.length);
  return (
    path !== '' &&
    (/[[(]/.test(after) ||
      (path.length === value.length && path.split('.').length > 2 && !looksRandom(value)))
  );
}

/** Whether the value is one that others look at, or for: `tokens{secret="app"}` of PromQL, `(userPassword=*)` of LDAP. */
function isMatched(text: string, key: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 300), start);
  return (
    (text.charAt(start - 1) === '"' &&
      /[\w"]\{(?:[\w.]+[=!]=?~?"[^"{}]*",[ ]?)*[\w.]+[=!]=?~?"$/.test(before)) ||
    (before.endsWith(`(${key}=`) && text.startsWith('*', start)) ||
    (before.endsWith(`${key}:`) && /:\/\/[^\s/@"']*$/.test(before.slice(0, -key.length - 1)))
  );
}

/** Whether what has only space between it is no prose: a flag, a variable, a line of its own, a line of `.netrc`. */
function standsAlone(text: string, key: string, start: number, end: number): boolean {
  const word = text.slice(start, end);
  // The next flag.
  if (/^--?[a-z][a-z-]*$/.test(word)) return false;
  if (/^--?\w|secret_access_key$/.test(key)) return true;
  // As SQL has it: `PASSWORD 'x'`.
  if (/['"]/.test(text.charAt(start - 1)) && /^\S*[^a-z\s]\S*$/.test(word)) return true;
  const before = text.slice(Math.max(0, start - 300), start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (/\blogin\s+\S+\s+password\s+$|\bPASSWORD[ (]{1,3}['"]$/.test(line)) return true;
  // In a line of settings: `user jane insecure-password x`.
  if (
    /[a-z][-_][a-z]/i.test(key) &&
    passwordLike.test(word) &&
    /^[ \t]*[\w.-]+(?:[ \t]+[\w.:*-]+){0,3}[ \t]+$/.test(line) &&
    /^(?:[ \t]+(?:[a-z]+|--?\w[^\n]*))?[ \t]*(?:\r?\n|$)/.test(text.slice(end, end + 200))
  )
    return true;
  const isUsers = /(?:^|\n)[ \t]*(?:login|user(?:name)?)[ \t]+\S+[ \t]*\r?\n[^\n]*$/.test(before);
  if (/^[a-z]+[?!.,:;]?$/.test(word) && !isUsers && !/^masterauth$|_|.pass$/i.test(key)) return false;
  if (/\b(?:set|config|\w*set_header|header_up)\s+(?:--?[\w-]{1,20}\s+){0,3}\S+\s+["']?$/i.test(line))
    return true;
  // A label: `Password 2`.
  if (/^[A-Z][a-z]+$/.test(key) && /^\d+$/.test(word)) return false;
  return /^\s*\S+\s+$/.test(line) && /^;?[ \t]*\r?(?:\n|$)/.test(text.slice(end, end + 80));
}

/** Whether a word that has no quotes is the first of a text that speaks of a secret. */
function isLabelled(value: string, text: string, start: number): boolean {
  if (!/^[A-Za-z]+$/.test(value) || /["'`]/.test(text.charAt(start - 1))) return false;
  return isLabel(text.slice(start, start + 80).split('\n', 1)[0] as string);
}

/** A password in a line of settings: letters, and a digit or a sign. */
const passwordLike = /^(?=.*[A-Za-z])(?=.*[\d!#$%&*?@^])\S{6,}$/;
