import {looksRandom} from '../detectors/plain-value.ts';
import {telling} from '../detectors/telling-key.ts';
import {tellingForms} from '../detectors/telling-value.ts';
import {factsOfKey} from '../detectors/key-facts.ts';
import {applyEdits, type Edit, outermost, type Span} from '../edit.ts';
import {endOfString, skipSpace} from '../readers/json-text.ts';
import {outlineJson} from '../readers/outline-json.ts';
import {outlineYaml} from '../readers/outline-yaml.ts';
import {Outline} from '../readers/outline.ts';
import {nodeStyle} from '../readers/scalar.ts';
import {readAssignments} from '../readers/read-assignments.ts';
import {readPacked} from '../readers/read-packed.ts';
import {type Anchor, sight} from './anchors.ts';
import {deepest, type Examination, type Place} from './examination.ts';
import {examineDocument} from './examine-document.ts';
import {classifyByKey} from './classify-by-key.ts';
import {isMarker} from './redaction-marker.ts';
import {matchExpression} from './match-expression.ts';

/** What an entry costs beside its bytes: texts of telling words alone are made to cost time. */
const unitsForEntry = 64;
const unitsForProse = 192;
/** Shorter texts hold no entry. */
const shortestText = 6;
const yamlLine = /^[ \t]*(?:- +)*["']?[\w.\-/ $@]{1,100}["']?[ \t]*:(?:[ \t\r]|\n|$)|^[ \t]*\? /m;
const documentMark = /^---(?:[ \t].*)?\r?\n?/gm;

/** What the rules take out of a text, whatever it is: a document, lines, words, something packed. */
export function readText(bytes: Buffer, place: Place, examination: Examination): Edit[] {
  if (bytes.length < shortestText) return [];
  if (place.depth > deepest || !examination.spend(bytes.length)) return unread(bytes, place, examination);
  // What is known goes with what was found around it: a document that is packed is packed anew, not taken whole.
  const known = knownIn(bytes, place, examination);
  const found: Anchor[] = [];
  const seen = examination.machinery.search(bytes, 0, bytes.length, found);
  if (seen !== sight.hit && !place.plan.seesAll && place.plan.paths.length === 0) return known;
  const edits: Edit[] = [];
  const first = bytes[skipSpace(bytes, 0)];
  if (first === 0x7b || first === 0x5b || first === 0x22) {
    const json = readJson(bytes, place, examination);
    edits.push(...json.edits);
    if (json.isWhole) return outermost([...edits, ...known]);
  }
  const text = bytes.toString('latin1');
  if (first === 0x7b || first === 0x5b || (bytes.includes(0x0a) && yamlLine.test(text)))
    edits.push(...readYaml(text, bytes, place, examination));
  edits.push(...assigned(text, bytes, place, examination), ...formed(found, text, bytes, place, examination));
  if (found.some(({isRun}) => isRun)) edits.push(...packed(text, place, examination));
  return outermost([...edits, ...known]);
}

/** One JSON text, or several one after the other. */
function readJson(bytes: Buffer, place: Place, examination: Examination): {edits: Edit[]; isWhole: boolean} {
  const edits: Edit[] = [];
  for (let at = skipSpace(bytes, 0); at < bytes.length;) {
    const outline = new Outline(bytes, examination.machinery.search, true);
    const end = bytes[at] === 0x22 ? outlineString(outline, at) : outlineJson(outline, at);
    edits.push(...examinePart(outline, place, examination));
    if (end === -1) return {edits, isWhole: false};
    at = skipSpace(bytes, end);
  }
  return {edits, isWhole: true};
}

/** A text may be one string that holds a text. */
function outlineString(outline: Outline, start: number): number {
  const end = endOfString(outline.source, start);
  if (skipSpace(outline.source, end) < outline.source.length) return -1;
  outline.add(nodeStyle.double, -1, -1, start, end);
  return end;
}

function examinePart(outline: Outline, place: Place, examination: Examination): Edit[] {
  const edits = examineDocument(outline, placeOf(outline, place, examination), examination);
  outline.release();
  return edits;
}

/** Rules of its own count for a document that is an object with a kind. */
function placeOf(outline: Outline, place: Place, {machinery}: Examination): Place {
  const says = (name: string) => {
    const child = outline.count > 1 && outline.isContainer(0) ? outline.child(0, name) : undefined;
    return child === undefined || outline.isContainer(child) ? undefined : outline.text(child).trim();
  };
  const kind = says('kind');
  const apiVersion = kind === undefined ? undefined : says('apiVersion');
  if (kind === undefined || (apiVersion === undefined && kind !== 'Secret'))
    return {...place, isObject: false};
  const group = apiVersion?.includes('/') === true ? (apiVersion.split('/', 1)[0] as string) : '';
  const facts = {kind, group, namespace: place.facts.namespace, name: ''};
  return {...place, isObject: true, facts, plan: machinery.planFor(facts)};
}

/** What YAML may have in place of a kind: what is not understood is read by others nevertheless. */
const hidden =
  /^[ \t{[,-]*\?[ \t]|\*[^\s,[\]{}]{1,100}[ \t]*(?::|$)|:[ \t]{1,9}\*|!!binary|!<[^>]{0,100}binary>/m;
const secretWords = [/\bkind\b/, /\bSecret\b|binary/, /\b(?:data|stringData)\b/];

function readYaml(text: string, bytes: Buffer, place: Place, examination: Examination): Edit[] {
  const edits: Edit[] = [];
  const marks = [...text.matchAll(documentMark)];
  const starts = [0, ...marks.map(({index, 0: mark}) => index + mark.length)];
  for (const [index, start] of starts.entries()) {
    const end = marks[index]?.index ?? text.length;
    if (end <= start) continue;
    const part = bytes.subarray(start, end);
    const document = text.slice(start, end);
    const outline = new Outline(part, examination.machinery.search, true);
    outlineYaml(outline, document);
    let found = examinePart(outline, place, examination);
    const isHidden =
      found.length === 0 &&
      place.plan.secrets !== undefined &&
      hidden.test(document) &&
      secretWords.every((word) => word.test(document));
    if (isHidden) found = unread(part, place, examination);
    edits.push(...found.map((edit) => ({...edit, start: edit.start + start, end: edit.end + start})));
  }
  return edits;
}

function assigned(text: string, bytes: Buffer, place: Place, examination: Examination): Edit[] {
  const {keyRule} = place;
  if (keyRule === undefined) return [];
  const edits: Edit[] = [];
  for (const {key, start, end, isLoose, isMember} of readAssignments(text)) {
    if (!examination.spend(isLoose ? unitsForProse : unitsForEntry)) return unread(bytes, place, examination);
    let {tells} = factsOfKey(key);
    if (/^identified\s+by$/i.test(key)) tells = telling.password;
    if (/^login$/i.test(key)) tells = telling.weak;
    if (isMember === true && tells > telling.weak) tells = telling.weak;
    if (tells === telling.none) continue;
    const value = text.slice(start, end);
    if (isCode(value, text, start)) continue;
    const isAssigned = !isLoose || (tells >= telling.strong && standsAlone(text, key, start, end));
    const span = isAssigned
      ? classifyByKey({tells, text: value, isBare: false, isInEnvironment: place.isInEnvironment, key})
      : proseSecret(text, start);
    if (span === undefined) continue;
    const finding = {rule: keyRule, detector: 'telling key', path: `${place.path()} › ${key}`};
    const base = isAssigned ? start : 0;
    const edit = {start: span.start + base, end: span.end + base};
    edits.push(examination.take(bytes, edit, finding, looksRandom(value)));
  }
  return edits;
}

/** Whether a value without quotes is code: a call, an element, a member of a member, a type. */
function isCode(value: string, text: string, start: number): boolean {
  if (/["'`]/.test(text.charAt(start - 1))) return false;
  if (/^(?:str|string|int|bool|boolean|bytes|float|number|any|object)\??$/.test(value)) return true;
  const path = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+/.exec(value)?.[0] ?? '';
  const after = text.charAt(start + path.length);
  return path !== '' && (/[[(]/.test(after) || (path.length === value.length && path.split('.').length > 2));
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
function proseSecret(text: string, start: number): Span | undefined {
  const line = text.slice(start, start + 80).split('\n', 1)[0] as string;
  for (const match of line.matchAll(/[^\s"'`,;()<>]{8,}/g)) {
    const word = match[0].replace(/[.:]$/, '');
    if (looksRandom(word) && !isMarker(word) && /[\d!#$%&*?@^]/.test(word) && !/[/=]|^\$|^sha\d/.test(word)) {
      return {start: start + match.index, end: start + match.index + word.length};
    }
  }
  return undefined;
}

function formed(
  found: readonly Anchor[],
  text: string,
  bytes: Buffer,
  place: Place,
  examination: Examination,
): Edit[] {
  const {valueRule} = place;
  if (valueRule === undefined) return [];
  const edits: Edit[] = [];
  const anchored = new Set(found.map(({form}) => form));
  const hasRun = found.some(({isRun}) => isRun);
  for (const telling of tellingForms) {
    const {name, form, anchors, isRun} = telling;
    if (isRun ? !hasRun || !anchors.some((anchor) => text.includes(anchor)) : !anchored.has(telling))
      continue;
    for (const {indices} of text.matchAll(form)) {
      if (!examination.spend(unitsForEntry)) return unread(bytes, place, examination);
      const {secret, dsn, piped} = indices?.groups ?? {};
      const [start, end] = secret ?? dsn ?? piped ?? indices?.[0] ?? [0, 0];
      if (isMarker(text.slice(start, end))) continue;
      edits.push(
        examination.take(bytes, {start, end}, {rule: valueRule, detector: name, path: place.path()}, true),
      );
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
    const left = applyEdits(bytes, found);
    const rest = left.toString('latin1').trim();
    edits.push({
      start,
      end,
      // Of a text that went as a whole nothing is left to be packed.
      text: isMarker(rest) ? rest : pack(left),
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
