import {formsAmong, secretsIn} from '../detectors/telling-form.ts';
import {tellingForms} from '../detectors/telling-value.ts';
import {applyEdits, type Edit, outermost} from '../edit.ts';
import {endOfString, skipSpace} from '../readers/json-text.ts';
import {outlineJson} from '../readers/outline-json.ts';
import {outlineYaml} from '../readers/outline-yaml.ts';
import {Outline} from '../readers/outline.ts';
import {nodeStyle} from '../readers/scalar.ts';
import {readPacked} from '../readers/read-packed.ts';
import type {DocumentFacts} from '../rules/rule-plan.ts';
import {type Found, sight} from './anchor-search.ts';
import {assignedEdits} from './assigned-edits.ts';
import {deepest, type Examination, findingAt, type Place, type Passage, units} from './examination.ts';
import {examineDocument} from './examine-document.ts';
import {repeatedEdit} from './known-values.ts';
import {isMarker} from './redaction-marker.ts';
import {matchExpression} from './match-expression.ts';
import {unread} from './unread.ts';

const shortestText = 6;
const yamlLine = /^[ \t]*(?:- +)*(?![ \t]|- )["']?[\w.\-/ $@]{1,100}["']?[ \t]*:(?:[ \t\r]|\n|$)|^[ \t]*\? /m;
const documentMark = /^---(?:[ \t].*)?\r?\n?/gm;

/** What the rules take out of a text, whatever it is: a document, lines, words, something packed. */
export function readText(bytes: Buffer, place: Place, examination: Examination): Edit[] {
  if (bytes.length < shortestText) return [];
  const mayRead = place.depth <= deepest && examination.spend(bytes.length * units.byte + units.text);
  const edits = mayRead ? readWithin(bytes, place, examination) : [];
  return mayRead && !examination.isOver ? edits : unread(bytes, place, examination);
}

function readWithin(bytes: Buffer, place: Place, examination: Examination): Edit[] {
  // What is known goes with what was found around it: a document that is packed is packed anew, not taken whole.
  const known = knownIn(bytes, place, examination);
  const found: Found = new Set();
  const seen = examination.machinery.search.search(bytes, 0, bytes.length, found);
  const first = bytes[skipSpace(bytes, 0)];
  const isJson = first === 0x7b || first === 0x5b || first === 0x22;
  const {seesAll, paths} = place.plan;
  // A rule that sees all sees the values of a document, and the text itself was shown to it.
  const hasValues = (seesAll || paths.length > 0) && (isJson || bytes.includes(0x0a));
  if (seen !== sight.hit && !place.holdsSecrets && !hasValues) return known;
  examination.spend(units.reading);
  const edits: Edit[] = [];
  if (isJson) {
    const json = readJson(bytes, place, examination);
    edits.push(...json.edits);
    if (json.isWhole) return outermost([...edits, ...known]);
  }
  const text = bytes.toString('latin1');
  const passage: Passage = {text, bytes, place, examination};
  if (first === 0x7b || first === 0x5b || (bytes.includes(0x0a) && yamlLine.test(text)))
    edits.push(...readYaml(passage));
  edits.push(...assignedEdits(passage), ...formed(found, passage));
  if (found.has('run')) edits.push(...packed(passage, outermost(edits)));
  return outermost([...edits, ...known]);
}

function readJson(bytes: Buffer, place: Place, examination: Examination): {edits: Edit[]; isWhole: boolean} {
  const edits: Edit[] = [];
  for (let at = skipSpace(bytes, 0); at < bytes.length;) {
    if (!examination.spend(units.document)) break;
    const outline = new Outline(bytes, examination.machinery.search, true);
    const end = bytes[at] === 0x22 ? outlineString(outline, at) : outlineJson(outline, at);
    edits.push(...examinePart(outline, place, examination));
    if (end === -1) return {edits, isWhole: false};
    at = skipSpace(bytes, end);
  }
  return {edits, isWhole: true};
}

function outlineString(outline: Outline, start: number): number {
  const end = endOfString(outline.source, start);
  if (skipSpace(outline.source, end) < outline.source.length) return -1;
  outline.add(nodeStyle.double, -1, -1, start, end);
  return end;
}

function examinePart(outline: Outline, place: Place, examination: Examination): Edit[] {
  examination.spend(outline.count * units.node);
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
  const facts: DocumentFacts = {kind, group, object: place.facts.object};
  return {...place, isObject: true, facts, plan: machinery.planFor(facts)};
}

/** Forms of runs of letters have words that are too short to be looked for everywhere. */
const runForms = formsAmong(tellingForms.filter(({isRun}) => isRun === true));
/** What YAML may have in place of a kind: what is not understood is read by others nevertheless. */
const hidden =
  /^[ \t{[,-]*\?[ \t]|\*[^\s,[\]{}*]{1,100}[ \t]*(?::|$)|:[ \t]{1,9}\*|!!binary|!<[^>]{0,100}binary>/m;
const secretWords = [/\bkind\b/, /\bSecret\b|binary/, /\b(?:data|stringData)\b/];

function readYaml({text, bytes, place, examination}: Passage): Edit[] {
  const edits: Edit[] = [];
  const marks = [...text.matchAll(documentMark)];
  const starts = [0, ...marks.map(({index, 0: mark}) => index + mark.length)];
  for (const [index, start] of starts.entries()) {
    const end = marks[index]?.index ?? text.length;
    if (end <= start || !examination.spend((end - start) * units.yamlByte + units.document)) continue;
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

function formed(found: Found, {text, bytes, place, examination}: Passage): Edit[] {
  const {valueRule} = place;
  if (valueRule === undefined) return [];
  const edits: Edit[] = [];
  for (const telling of [...found, ...(found.has('run') ? runForms(text) : [])]) {
    if (telling === 'run') continue;
    examination.spend(text.length / 16);
    for (const span of secretsIn(telling, text)) {
      if (!examination.spend(units.entry)) return [];
      if (isMarker(text.slice(span.start, span.end))) continue;
      edits.push(examination.take(bytes, span, findingAt(place, valueRule, telling.name), true));
    }
  }
  return edits;
}

/** What goes of what is packed in a text, where it does not go anyway by one of these edits. */
function packed({text, bytes: outer, place, examination}: Passage, others: readonly Edit[]): Edit[] {
  const edits: Edit[] = [];
  let next = 0;
  const inner = {...place, depth: place.depth + 1};
  for (const {start, end, bytes, pack} of readPacked(text, (size) => examination.mayUnpack(size))) {
    if (!examination.spend(units.entry)) break;
    while (next < others.length && (others[next] as Edit).end < end) next++;
    if (next < others.length && (others[next] as Edit).start <= start) continue;
    if (bytes === undefined) {
      edits.push(...unread(outer.subarray(start, end), place, examination, start));
      continue;
    }
    const matched = place.expressions.flatMap((rule) => matchExpression(rule, {bytes, place, examination}));
    const found = outermost([...matched, ...readText(bytes, inner, examination)]);
    examination.unpacked.push({node: examination.node, bytes, edits: found});
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

function knownIn(bytes: Buffer, place: Place, examination: Examination): Edit[] {
  if (examination.known === undefined) return [];
  examination.spend(bytes.length * units.byte);
  const hits = examination.known.find(bytes);
  if (hits === undefined) return unread(bytes, place, examination);
  return hits.map((hit) => repeatedEdit(hit, place.path()));
}
