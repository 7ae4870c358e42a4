import {commandForms} from '../detectors/command-forms.ts';
import {factsOfKey, keyRole} from '../detectors/key-facts.ts';
import {looksRandom} from '../detectors/plain-value.ts';
import {formsAmong, secretsIn} from '../detectors/telling-form.ts';
import {telling} from '../detectors/telling-key.ts';
import type {Edit, Span} from '../edit.ts';
import type {Outline} from '../readers/outline.ts';
import {type DecodedText, decodeScalar, editsAround, nodeStyle} from '../readers/scalar.ts';
import {type Examination, findingAt, type Place} from './examination.ts';
import {classifyByKey} from './classify-by-key.ts';
import {isMarker} from './redaction-marker.ts';

const flag = /^(?:--?|\+)([A-Za-z][\w.-]*)$/;
/** Flags of one letter that take a password in programs that many run: `mysql -p`, `redis-cli -a`. */
const shortFlags = /^(?:p|P|a|w)$/;
/** Programs that take a password so, or as a word without a flag. */
const program =
  /(?:^|\/)(?:mysql\w*|mariadb\S*|redis-cli|mongo\w*|sshpass|curl|cqlsh|sqlcmd|rabbitmq\w+|mc|vault|htpasswd|openssl|grafana-cli)$/;
/** `curl -u user:password`. */
const userFlags = /^(?:u|user|basic-?auth|userpass)$/i;

const formsOf = formsAmong(commandForms);
/** A longer word is a script, and a longer line is none that people write. */
const longestWord = 512;
const longestLine = 4096;

/** A word of a command; one that stays is read for what it says of the others alone. */
export interface CommandWord {
  readonly decoded: DecodedText;
  readonly text: string;
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

/** Whether a word is a program that takes secrets by their place. */
export function isProgram(outline: Outline, word: number): boolean {
  return program.test(outline.text(word));
}

/** The words of a container's command, where its arguments do not say what a word without a flag, or a short flag, means. */
export function programOf(outline: Outline, container: number): readonly number[] {
  const command = outline.child(container, 'command');
  if (command === undefined || outline.style(command) !== nodeStyle.list) return [];
  const words = wordsOf(outline, command);
  return words.some((word) => isProgram(outline, word)) ? words : [];
}

/** Reads a word of a command. */
export function commandWord(outline: Outline, node: number, stays: boolean): CommandWord {
  const decoded = decodeScalar(outline.source, outline.scalar(node));
  return {decoded, text: decoded.bytes.toString('latin1', 0, longestLine), stays};
}

/** What goes of a command's words because of the word before: `--password`, `x`. */
export function commandEdits(words: readonly CommandWord[], place: Place, examination: Examination): Edit[] {
  const edits = joinedEdits(words, place, examination);
  const {keyRule} = place;
  if (keyRule === undefined) return edits;
  let before: string | undefined;
  for (const {decoded, text, stays} of words) {
    const name = before;
    before = flag.exec(text)?.[1] ?? (/^[a-z]+pass(?:word)?$/.test(text) ? text : undefined);
    if (stays) continue;
    const isGlued = /^-p(?=.{6})/.test(text) && looksRandom(text.slice(2)) && !isMarker(text.slice(2));
    const span = isGlued ? {start: 2, end: decoded.bytes.length} : behindFlag(name, text);
    if (span === undefined) continue;
    const finding = findingAt(place, keyRule, 'telling key', isGlued ? 'p' : name);
    edits.push(...editsAround(decoded, [examination.take(decoded.bytes, span, finding)]));
  }
  return edits;
}

function behindFlag(name: string | undefined, text: string): Span | undefined {
  if (name === undefined || text.startsWith('-')) return undefined;
  const isUser = userFlags.test(name);
  const tells = isUser || shortFlags.test(name) ? telling.weak : factsOfKey(name).tells;
  const key = isUser ? 'auth' : name;
  return classifyByKey({tells, text, isBare: false, isInEnvironment: tells > telling.weak, key});
}

/** What goes because of the program that the words are for: they are read as a shell would have them, in one line. */
function joinedEdits(words: readonly CommandWord[], place: Place, examination: Examination): Edit[] {
  const {valueRule} = place;
  if (valueRule === undefined) return [];
  const edits: Edit[] = [];
  const parts: (CommandWord & {readonly start: number})[] = [];
  let line = '';
  for (const word of words) {
    const {text} = word;
    // A word with space in it is a script, which is read by itself.
    if (text.length > longestWord || /\s/.test(text)) continue;
    parts.push({...word, start: line.length});
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
      const finding = findingAt(place, valueRule, form.name);
      edits.push(...editsAround(decoded, [examination.take(decoded.bytes, span, finding, true)]));
    }
  }
  return edits;
}
