import {factsOfKey} from '../detectors/key-facts.ts';
import {looksRandom} from '../detectors/plain-value.ts';
import {telling} from '../detectors/telling-key.ts';
import type {Edit, Span} from '../edit.ts';
import {decodeScalar, type Scalar} from '../readers/scalar.ts';
import type {Examination, Place} from './examination.ts';
import {classifyByKey} from './classify-by-key.ts';
import {isMarker} from './redaction-marker.ts';

const flag = /^--?([A-Za-z][\w.-]*)$/;
/** Flags of one letter that take a password in programs that many run: `mysql -p`, `redis-cli -a`. */
const shortFlags = /^(?:p|P|a|w)$/;
/** `curl -u user:password`. */
const userFlags = /^(?:u|user|basic-?auth|userpass)$/i;

/** What goes of a command's words because of the word before: `--password`, `x`. */
export function commandEdits(
  source: Buffer,
  words: readonly Scalar[],
  place: Place,
  examination: Examination,
): Edit[] {
  const rule = place.keyRule ?? '';
  if (rule === '') return [];
  const edits: Edit[] = [];
  let before: string | undefined;
  for (const scalar of words) {
    const decoded = decodeScalar(source, scalar);
    const text = decoded.bytes.toString('latin1', 0, 4096);
    const name = before;
    before = flag.exec(text)?.[1] ?? (/^[a-z]+pass(?:word)?$/.test(text) ? text : undefined);
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
      const edit = examination.take(decoded.bytes, part, finding, looksRandom(text));
      return [{...edit, start: decoded.rawOffset(edit.start), end: decoded.rawOffset(edit.end)}];
    }
  }
  return edits;
}
