import {looksRandom} from '../detectors/plain-value.ts';
import {telling} from '../detectors/telling-key.ts';
import type {TellingForm} from '../detectors/telling-value.ts';
import {factsOfKey} from '../detectors/key-facts.ts';
import {applyEdits, type Edit, outermost} from '../edit.ts';
import {readAssignments} from '../readers/read-assignments.ts';
import {readPacked} from '../readers/read-packed.ts';
import {scalarStyle} from '../readers/scalar.ts';
import {jsonText} from '../readers/json-text.ts';
import {walkJson} from '../readers/walk-json.ts';
import {walkYaml} from '../readers/walk-yaml.ts';
import {DocumentExaminer} from './document-examiner.ts';
import {isMarker} from './marker.ts';
import {matchExpression} from './match-expression.ts';
import {placeOfJson, placeOfYaml} from './place-of-document.ts';
import {deepest, type Examination, type Place} from './examination.ts';
import {judgeByKey} from './judge-by-key.ts';

/** What an entry costs beside its bytes: texts of telling words alone are made to cost time. */
const bytesForEntry = 64;
const bytesForProse = 192;
/** Shorter texts hold no entry. */
const shortestText = 6;
const yamlLine = /^[ \t]*(?:- +)*["']?[\w.\-/ $@]{1,100}["']?[ \t]*:(?:[ \t\r]|\n|$)|^[ \t]*\? /m;
const documentMark = /^---(?:[ \t].*)?\r?\n?/m;

/** What the rules take out of a text, whatever it is: a document, lines, words, something packed. */
export function readText(bytes: Buffer, place: Place, examination: Examination): Edit[] {
  if (bytes.length < shortestText) return [];
  if (place.depth > deepest || !examination.spend(bytes.length)) return unread(bytes, place, examination);
  const known = knownIn(bytes, place, examination);
  const mayHold =
    place.plan.seesAll ||
    place.plan.paths.length > 0 ||
    examination.machinery.anchors.isIn(bytes, 0, bytes.length);
  if (!mayHold) return known;
  const first = firstByte(bytes);
  if (first === 0x7b || first === 0x5b || first === 0x22) {
    const json = readJson(bytes, place, examination);
    known.push(...json.edits);
    if (json.isWhole) return outermost(known);
  }
  const text = bytes.toString('latin1');
  const {forms, hasRun} = examination.machinery.anchors.forms(bytes);
  if (first === 0x7b || first === 0x5b || (bytes.includes(0x0a) && yamlLine.test(text)))
    known.push(...readYaml(text, bytes, place, examination));
  return outermost([
    ...known,
    ...assigned(text, bytes, place, examination),
    ...formed(forms, text, bytes, place, examination),
    ...(hasRun ? packed(text, place, examination) : []),
  ]);
}

/** One JSON text, or several one after the other. */
function readJson(bytes: Buffer, place: Place, examination: Examination): {edits: Edit[]; isWhole: boolean} {
  const edits: Edit[] = [];
  let at = jsonText.skipSpace(bytes, 0);
  while (at < bytes.length) {
    const examiner = new DocumentExaminer(examination, bytes, placeOfJson(bytes, at, place, examination));
    const end = bytes[at] === 0x22 ? readString(bytes, at, examiner) : walkJson(bytes, examiner, at);
    edits.push(...examiner.edits);
    if (end === -1) return {edits, isWhole: false};
    at = jsonText.skipSpace(bytes, end);
  }
  return {edits, isWhole: true};
}

/** A text may be one string that holds a text. */
function readString(bytes: Buffer, start: number, examiner: DocumentExaminer): number {
  const end = jsonText.endOfString(bytes, start);
  if (jsonText.skipSpace(bytes, end) < bytes.length) return -1;
  examiner.scalar(undefined, start, start, end, scalarStyle.double);
  return end;
}

/** What YAML may have in place of a kind: what is not understood is read by others nevertheless. */
const hidden =
  /^[ \t{[,-]*\?[ \t]|\*[^\s,[\]{}]{1,100}[ \t]*(?::|$)|:[ \t]{1,9}\*|!!binary|!<[^>]{0,100}binary>/m;
const secretWords = [/\bkind\b/, /\bSecret\b|binary/, /\b(?:data|stringData)\b/];

function readYaml(text: string, bytes: Buffer, place: Place, examination: Examination): Edit[] {
  const edits: Edit[] = [];
  const marks = new RegExp(documentMark, 'gm');
  let from = 0;
  for (let match = marks.exec(text); from < text.length; match = match && marks.exec(text)) {
    const to = match?.index ?? text.length;
    if (to > from) {
      const base = from;
      const part = bytes.subarray(from, to);
      const document = text.slice(from, to);
      const examiner = new DocumentExaminer(examination, part, placeOfYaml(document, place, examination));
      walkYaml(document, examiner);
      const isHidden =
        place.plan.secrets !== undefined &&
        hidden.test(document) &&
        secretWords.every((word) => word.test(document));
      const found =
        isHidden && examiner.edits.length === 0 ? unread(part, place, examination) : examiner.edits;
      edits.push(...found.map((edit) => ({...edit, start: edit.start + base, end: edit.end + base})));
    }
    from = match === null ? text.length : match.index + match[0].length;
  }
  return edits;
}

function assigned(text: string, bytes: Buffer, place: Place, examination: Examination): Edit[] {
  const {keyRule} = place;
  if (keyRule === undefined) return [];
  const edits: Edit[] = [];
  for (const {key, start, end, isLoose} of readAssignments(text)) {
    if (!examination.spend(isLoose ? bytesForProse : bytesForEntry)) return unread(bytes, place, examination);
    let {tells} = factsOfKey(key);
    if (/^identified\s+by$/i.test(key)) tells = telling.password;
    if (/^login$/i.test(key)) tells = telling.weak;
    if (tells === telling.none) continue;
    const value = text.slice(start, end);
    const isAssigned = !isLoose || (tells >= telling.strong && standsAlone(text, key, start, end));
    const span = isAssigned
      ? judgeByKey({tells, text: value, isBare: false, isInEnvironment: place.isInEnvironment, key})
      : proseSecret(text, start);
    if (span === undefined) continue;
    const finding = {rule: keyRule, detector: 'telling key', path: `${place.path()} › ${key}`};
    const base = isAssigned ? start : 0;
    const edit = {start: span.start + base, end: span.end + base};
    edits.push(examination.take(bytes, edit, finding, looksRandom(value)));
  }
  return edits;
}

/** Whether what has only space between it is no prose: a flag, a variable, a line of its own, a line of `.netrc`. */
function standsAlone(text: string, key: string, start: number, end: number): boolean {
  if (/^(?:--?\w|\$)/.test(key)) return true;
  if (!/[^a-z]/.test(text.slice(start, end))) return false;
  const before = text.slice(Math.max(0, start - 300), start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const isFirst = /^\s*\S+\s+$/.test(line) && /^;?[ \t]*\r?(?:\n|$)/.test(text.slice(end, end + 80));
  return isFirst || /\blogin\s+\S+\s+password\s+$/.test(line);
}

/** In prose the first of the next few words that looks random, if any. */
function proseSecret(text: string, start: number): {start: number; end: number} | undefined {
  const line = text.slice(start, start + 80).split('\n', 1)[0] as string;
  for (const match of line.matchAll(/[^\s"'`,;()<>]{8,}/g)) {
    const word = match[0].replace(/[.:]$/, '');
    if (looksRandom(word) && !isMarker(word) && /\d/.test(word) && !/[/=]|^\$|^sha\d/.test(word)) {
      return {start: start + match.index, end: start + match.index + word.length};
    }
  }
  return undefined;
}

function formed(
  forms: Iterable<TellingForm>,
  text: string,
  bytes: Buffer,
  place: Place,
  examination: Examination,
): Edit[] {
  const {valueRule} = place;
  if (valueRule === undefined) return [];
  const edits: Edit[] = [];
  for (const {name, form} of forms) {
    for (const match of text.matchAll(form)) {
      if (!examination.spend(bytesForEntry)) return unread(bytes, place, examination);
      const [start, end] = match.indices?.groups?.['secret'] ??
        match.indices?.groups?.['dsn'] ??
        (match.indices as [number, number][])[0] ?? [0, 0];
      if (isMarker(text.slice(start, end))) continue;
      const finding = {rule: valueRule, detector: name, path: place.path()};
      edits.push(examination.take(bytes, {start, end}, finding, true));
    }
  }
  return edits;
}

function packed(text: string, place: Place, examination: Examination): Edit[] {
  const edits: Edit[] = [];
  const inner = {...place, depth: place.depth + 1};
  for (const {start, end, bytes, pack} of readPacked(text, () => examination.budget)) {
    examination.hasUnpacked = true;
    if (bytes === undefined) {
      edits.push(
        ...unread(Buffer.from(text.slice(start, end), 'latin1'), place, examination).map((edit) => ({
          ...edit,
          start,
          end,
        })),
      );
      continue;
    }
    const matched = place.expressions.flatMap(({name, value}) =>
      value === undefined ? [] : matchExpression(name, value, bytes, place, examination),
    );
    const found = outermost([...matched, ...readText(bytes, inner, examination)]);
    if (found.length === 0) continue;
    const isWhole = found.length === 1 && found[0]?.start === 0 && found[0].end === bytes.length;
    edits.push({
      start,
      end,
      text: isWhole ? (found[0]?.text ?? '') : pack(applyEdits(bytes, found)),
      findings: found.flatMap(({findings}) => findings),
    });
  }
  return edits;
}

/** What cannot be read goes as a whole where a rule would read it. */
function unread(bytes: Buffer, place: Place, {machinery}: Examination): Edit[] {
  const {plan} = place;
  const rule =
    place.keyRule ??
    place.valueRule ??
    plan.secrets ??
    plan.rules.find(({tellsByKey, tellsByValue}) => tellsByKey || tellsByValue)?.name;
  if (rule === undefined) return [];
  const findings = [{rule, detector: 'unread', path: place.path()}];
  return [{start: 0, end: bytes.length, text: machinery.marker(bytes), findings}];
}

function knownIn(bytes: Buffer, place: Place, {known}: Examination): Edit[] {
  const hits = known?.find(bytes) ?? [];
  return hits.map(({start, end, value}) => ({
    start,
    end,
    text: value.marker,
    findings: [{rule: value.rule, detector: 'repeated value', path: place.path()}],
  }));
}

function firstByte(bytes: Buffer): number | undefined {
  let at = 0;
  while (at < bytes.length && (bytes[at] as number) <= 0x20) at++;
  return bytes[at];
}
