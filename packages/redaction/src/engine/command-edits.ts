import {commandForms} from '../detectors/command-forms.ts';
import {factsOfKey, keyRole} from '../detectors/key-facts.ts';
import {looksRandom} from '../detectors/plain-value.ts';
import {formsAmong, secretsIn} from '../detectors/telling-form.ts';
import {telling} from '../detectors/telling-key.ts';
import type {Edit, Span} from '../edit.ts';
import type {Outline} from '../readers/outline.ts';
import {type DecodedText, decodeScalar, editsAround, nodeStyle, type Scalar} from '../readers/scalar.ts';
import type {Examination, Place} from './examination.ts';
import {classifyByKey} from './classify-by-key.ts';
import {isMarker} from './redaction-marker.ts';

const flag = /^--?([A-Za-z][\w.-]*)$/;
/** Flags of one letter that take a password in programs that many run: `mysql -p`, `redis-cli -a`. */
const shortFlags = /^(?:p|P|a|w)$/;
/** Programs of these, as the only word of a command. */
const takesShortFlag = /(?:mysql\w*|mariadb\S*|redis-cli|mongo\w*|sshpass|curl|cqlsh|sqlcmd|rabbitmqadmin)$/;
/** `curl -u user:password`. */
const userFlags = /^(?:u|user|basic-?auth|userpass)$/i;

const formsOf = formsAmong(commandForms);
/** A longer word is a script, and a longer line is none that people write. */
const longestWord = 512;
const longestLine = 4096;

/** A word of a command; one that stays is read for what it says of the others alone. */
interface CommandWord extends Scalar {
  readonly stays: boolean;
}

/** The words of a list: scalars that are texts. */
export function wordsOf(outline: Outline, list: number): number[] {
  const words: number[] = [];
  for (let node = list + 1; node < outline.next(list); node = outline.next(node))
    if (outline.style(node) <= nodeStyle.block) words.push(node);
  return words;
}

/** Whether a list is a command: of a key that says so, or one of several; a list that is the whole text may be one. */
export function isCommand(outline: Outline, list: number, depth: number): boolean {
  if (list === -1 || outline.style(list) !== nodeStyle.list) return false;
  const parent = outline.parent(list);
  const isOne = outline.key(list) === undefined;
  if (isOne && parent !== -1 && outline.style(parent) !== nodeStyle.list) return false;
  const says = outline.key(isOne ? parent : list)?.role === keyRole.command;
  if (!isOne) return says;
  return (
    (says || (parent === -1 && depth > 0)) && wordsOf(outline, list).some((word) => isFlag(outline, word))
  );
}

/** Whether a word begins as options do. */
export function isFlag(outline: Outline, word: number): boolean {
  const quote = Number(outline.style(word) <= nodeStyle.single);
  return outline.source[outline.start(word) + quote] === 0x2d;
}

/** The words of the command that a list of arguments is for, where these alone do not say what a short flag means. */
export function programOf(outline: Outline, list: number): number[] {
  if (outline.key(list)?.text !== 'args') return [];
  const command = outline.child(outline.parent(list), 'command');
  if (command === undefined || outline.style(command) !== nodeStyle.list) return [];
  const words = wordsOf(outline, command);
  const last = words.at(-1);
  return last !== undefined && takesShortFlag.test(outline.text(last)) ? words : [];
}

/** What goes of a command's words because of the word before: `--password`, `x`. */
export function commandEdits(
  source: Buffer,
  words: readonly CommandWord[],
  place: Place,
  examination: Examination,
): Edit[] {
  const edits = joinedEdits(source, words, place, examination);
  const rule = place.keyRule ?? '';
  if (rule === '') return edits;
  let before: string | undefined;
  for (const scalar of words) {
    const decoded = decodeScalar(source, scalar);
    const text = decoded.bytes.toString('latin1', 0, 4096);
    const name = before;
    before = flag.exec(text)?.[1] ?? (/^[a-z]+pass(?:word)?$/.test(text) ? text : undefined);
    if (scalar.stays) continue;
    const glued = /^-p(?=.{6})/.test(text) && looksRandom(text.slice(2)) && !isMarker(text.slice(2));
    if (!glued && (name === undefined || text.startsWith('-'))) continue;
    if (glued || name === undefined) {
      edits.push(...takeWord({start: 2, end: decoded.bytes.length}, 'p'));
      continue;
    }
    const isUser = userFlags.test(name);
    const tells = isUser || shortFlags.test(name) ? telling.weak : factsOfKey(name).tells;
    const key = isUser ? 'auth' : name;
    const span = classifyByKey({tells, text, isBare: false, isInEnvironment: tells > telling.weak, key});
    if (span === undefined) continue;
    edits.push(...takeWord(span, name));

    function takeWord(part: Span, flagName: string): Edit[] {
      const finding = {rule, detector: 'telling key', path: `${place.path()} › ${flagName}`};
      return editsAround(decoded, [examination.take(decoded.bytes, part, finding, looksRandom(text))]);
    }
  }
  return edits;
}

/** What goes because of the program that the words are for: they are read as a shell would have them, in one line. */
function joinedEdits(
  source: Buffer,
  words: readonly CommandWord[],
  place: Place,
  examination: Examination,
): Edit[] {
  const {valueRule} = place;
  if (valueRule === undefined) return [];
  const edits: Edit[] = [];
  const parts: {readonly start: number; readonly decoded: DecodedText; readonly stays: boolean}[] = [];
  let line = '';
  for (const scalar of words) {
    if (scalar.end - scalar.start > longestWord) continue;
    const decoded = decodeScalar(source, scalar);
    const text = decoded.bytes.toString('latin1');
    // A word with space in it is a script, which is read by itself.
    if (/\s/.test(text)) continue;
    parts.push({start: line.length, decoded, stays: scalar.stays});
    line += `${text} `;
    if (line.length > longestLine) break;
  }
  if (!examination.spend(line.length)) return [];
  for (const form of formsOf(line)) {
    for (const {start, end} of secretsIn(form, line)) {
      const part = parts.findLast((one) => one.start <= start);
      if (part === undefined || part.stays || isMarker(line.slice(start, end))) continue;
      const {decoded} = part;
      const span = {start: start - part.start, end: Math.min(end - part.start, decoded.bytes.length)};
      const finding = {rule: valueRule, detector: form.name, path: place.path()};
      edits.push(...editsAround(decoded, [examination.take(decoded.bytes, span, finding, true)]));
    }
  }
  return edits;
}
