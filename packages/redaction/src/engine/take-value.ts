import {isUtf8} from 'node:buffer';

import {looksLikeCopy} from '../detectors/looks-like-copy.ts';
import {isReference, isTemplate, looksRandom} from '../detectors/plain-value.ts';
import {telling} from '../detectors/telling-key.ts';
import type {Edit, Finding} from '../edit.ts';
import {decodeScalar, editsAround, nodeStyle, type Scalar, wholeScalar} from '../readers/scalar.ts';
import type {PlannedRule} from '../rules/rule-plan.ts';
import type {Examination, Place} from './examination.ts';
import type {Entry} from './contexts.ts';
import {applies, isKept} from './applies.ts';
import {classifyByKey} from './classify-by-key.ts';
import {shortestKnown} from './known-values.ts';
import {isMarker, redactionMarker, withoutMarkers} from './redaction-marker.ts';
import {matchExpression} from './match-expression.ts';

/** What becomes of a value. */
export type Taken =
  | {readonly kind: 'edits'; readonly edits: readonly Edit[]}
  | {readonly kind: 'drop'; readonly rule: PlannedRule};

/** What is known when a value's turn has come. */
export interface TakeOptions {
  readonly entry: Entry;
  readonly place: Place;
  readonly examination: Examination;
}

const longManifest = 512;
const nothing: Taken = {kind: 'edits', edits: []};

/** Asks the rules about one value, in order. Offsets of the edits are the document's. */
export function takeValue(source: Buffer, scalar: Scalar, options: TakeOptions): Taken {
  const {entry, place, examination} = options;
  const {isSecretData} = entry;
  const {plan} = place;
  const manifest = wholeManifest(source, scalar, entry, place, examination);
  if (manifest !== undefined) return manifest;
  const decoded = decodeScalar(source, scalar);
  const {bytes} = decoded;
  const isBare = scalar.style === nodeStyle.bare;
  const text = bytes.toString('latin1');
  if (isMarker(text) || text === 'null' || (text === '' && !isSecretData)) return nothing;

  function whole(rule: string, detector: string): Taken {
    const finding = {rule, detector, path: entry.path()};
    const take = (value: Buffer) =>
      examination.take(value, {start: 0, end: value.length}, finding, looksRandom(value.toString('latin1')))
        .text;
    const meant = isSecretData ? meantBy(text) : undefined;
    // A Secret's value is marked as what it means: equal secrets stay equal wherever they stand. What it means is looked
    // for in base64 as well, if it is long enough to be looked for.
    const asWritten = meant !== undefined && meant.length >= shortestKnown ? '' : take(bytes);
    const marker = meant === undefined ? asWritten : take(meant);
    return {kind: 'edits', edits: [wholeScalar(source, scalar, marker, finding)]};
  }

  if (isKept(plan, entry, bytes, examination)) return nothing;
  if (isSecretData && plan.secrets !== undefined) return whole(plan.secrets, 'path');
  const edits: Edit[] = [];
  for (const rule of plan.rules) {
    if (rule.action === 'keep' || rule.tellsByKey || rule.tellsByValue || !applies(rule, entry)) continue;
    // Of an object that goes, what is switched on in it stays.
    if (isBare && /^(?:true|false)$/.test(text) && !entry.reached.includes(rule)) continue;
    // Some operators keep only a digest under such a name.
    if (rule.isAnnotation !== undefined && rule.path === undefined && /^[0-9a-f]{6,128}$/.test(text))
      continue;
    if (rule.isCopy && !looksLikeCopy(bytes, examination.budget)) continue;
    if (rule.leavesTemplates && isTemplate(text)) continue;
    if (rule.action === 'drop') return {kind: 'drop', rule};
    if (rule.value === undefined)
      return whole(rule.name, rule.isAnnotation === undefined ? 'path' : 'annotation');
    edits.push(...editsAround(decoded, matchExpression(rule.name, rule.value, bytes, place, examination)));
  }
  const {keyRule} = place;
  const span =
    keyRule === undefined ? undefined : classifyByKey({...entry, text, isBare, key: entry.keyText});
  if (isBare) return span === undefined || keyRule === undefined ? nothing : whole(keyRule, 'telling key');
  const isWhole = span !== undefined && !text.includes('\n') && !/^\s*[[{]/.test(text);
  const inner =
    isWhole || isReference(text) ? [] : examination.machinery.read(bytes, deeper(place, entry), examination);
  if (
    span !== undefined &&
    keyRule !== undefined &&
    (isWhole || (inner.length === 0 && !isDocument(text) && withoutMarkers(text) === text))
  ) {
    const finding: Finding = {rule: keyRule, detector: 'telling key', path: entry.path()};
    if (span.start === 0 && span.end === bytes.length) return whole(keyRule, 'telling key');
    edits.push(
      ...editsAround(decoded, [
        examination.take(bytes, span, finding, looksRandom(text.slice(span.start, span.end))),
      ]),
    );
  } else edits.push(...editsAround(decoded, inner));
  return {kind: 'edits', edits};
}

/** Copies of manifests are long, and go as a whole: what they say need not be known where no marker is made of it. */
function wholeManifest(
  source: Buffer,
  scalar: Scalar,
  entry: Entry,
  {plan}: Place,
  {machinery}: Examination,
): Taken | undefined {
  if (!entry.isAnnotation || !machinery.marker.isPlain || scalar.end - scalar.start < longManifest)
    return undefined;
  const own = plan.rules.filter((rule) => !rule.tellsByKey && !rule.tellsByValue && applies(rule, entry));
  const [rule] = own;
  if (rule === undefined || own.some(({action, value}) => action !== 'mask' || value !== undefined))
    return undefined;
  if (rule.isCopy || entry.isSecretData || entry.within.length > 0) return undefined;
  const finding = {rule: rule.name, detector: 'annotation', path: entry.path()};
  return {kind: 'edits', edits: [wholeScalar(source, scalar, redactionMarker, finding)]};
}

/** The text that this is the base64 of. */
function meantBy(text: string): Buffer | undefined {
  if (text === '' || text.length % 4 !== 0) return undefined;
  const bytes = Buffer.from(text, 'base64');
  // What is no base64 is passed over when it is decoded.
  const padding = text.endsWith('==') ? 2 : Number(text.endsWith('='));
  return bytes.length === (text.length / 4) * 3 - padding && isUtf8(bytes) ? bytes : undefined;
}

function deeper(place: Place, entry: Entry): Place {
  const expressions = place.plan.seesAll
    ? place.plan.rules.filter(
        (rule) => rule.value !== undefined && rule.action !== 'keep' && applies(rule, entry),
      )
    : [];
  return {...place, depth: place.depth + 1, expressions, holdsSecrets: entry.tells !== telling.none};
}

/** Whether a text has parts of its own, so that no key speaks for all of it. */
function isDocument(text: string): boolean {
  if (text.startsWith('-----BEGIN')) return false;
  return (
    /^\s*[[{][^]*[\]}]\s*$/.test(text) ||
    (text.match(/^[ \t]*["']?[\w.-]+["']?[ \t]*[:=]/gm) ?? []).length > 1 ||
    /^\s*(?:<|#!)/.test(text)
  );
}
