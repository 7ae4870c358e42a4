import {isUtf8} from 'node:buffer';

import {looksLikeCopy} from '../detectors/looks-like-copy.ts';
import {isReference, isTemplate} from '../detectors/plain-value.ts';
import {telling} from '../detectors/telling-key.ts';
import type {Edit} from '../edit.ts';
import {decodeScalar, editsAround, nodeStyle, type Scalar, wholeScalar} from '../readers/scalar.ts';
import type {PlannedRule} from '../rules/rule-plan.ts';
import {type Examination, findingAt, type Place} from './examination.ts';
import type {Entry} from './contexts.ts';
import {applies, isKept} from './applies.ts';
import {classifyByKey} from './classify-by-key.ts';
import {shortestKnown} from './known-values.ts';
import {isMarker, redactionMarker, withoutMarkers} from './redaction-marker.ts';
import {matchesOf, matchExpression} from './match-expression.ts';

/** What is known when a value's turn has come. */
export interface TakeOptions {
  readonly entry: Entry;
  readonly place: Place;
  readonly examination: Examination;
  drop(rule: PlannedRule): Edit;
}

const longManifest = 512;

/** What goes of one value: the rules are asked in order. Offsets of the edits are the document's. */
export function takeValue(source: Buffer, scalar: Scalar, options: TakeOptions): readonly Edit[] {
  const {entry, place, examination} = options;
  const {isSecretData} = entry;
  const {plan, keyRule} = place;
  const unasked = ruleOfManifest(scalar, options);
  if (unasked !== undefined) {
    return [wholeScalar(source, scalar, redactionMarker, findingAt(place, unasked.name, 'annotation'))];
  }
  const decoded = decodeScalar(source, scalar);
  const {bytes} = decoded;
  const isBare = scalar.style === nodeStyle.bare;
  const text = bytes.toString('latin1');
  if (isMarker(text) || text === 'null' || (text === '' && !isSecretData)) return [];

  function whole(rule: string, detector: string): readonly Edit[] {
    const finding = findingAt(place, rule, detector);
    const take = (value: Buffer) => examination.take(value, {start: 0, end: value.length}, finding).text;
    const meant = isSecretData ? meantBy(text) : undefined;
    // A Secret's value is marked, and looked for, as what it means: equal secrets stay equal wherever they stand.
    const asWritten = meant === undefined || meant.length < shortestKnown ? take(bytes) : '';
    return [wholeScalar(source, scalar, meant === undefined ? asWritten : take(meant), finding)];
  }

  if (isKept(plan, entry, bytes, examination)) return [];
  const drops = (rule: PlannedRule) =>
    rule.action === 'drop' &&
    applies(rule, entry) &&
    (rule.value === undefined || matchesOf(rule.value, bytes.toString(), examination).length > 0);
  if (isSecretData && plan.secrets !== undefined && !plan.rules.some(drops))
    return whole(plan.secrets, 'path');
  const edits: Edit[] = [];
  for (const rule of plan.rules) {
    if (rule.action === 'keep' || rule.tellsByKey || rule.tellsByValue || !applies(rule, entry)) continue;
    // Of an object that goes, what is switched on in it stays.
    if (isBare && /^(?:true|false)$/.test(text) && !entry.reached.includes(rule)) continue;
    // Some operators keep only a digest under such a name.
    if (rule.isAnnotation !== undefined && rule.path === undefined && /^[0-9a-f]{6,128}$/.test(text))
      continue;
    if (rule.isCopy && !looksLikeCopy(bytes, (size) => examination.mayUnpack(size))) continue;
    if (rule.leavesTemplates && isTemplate(text)) continue;
    if (rule.action === 'drop') {
      if (drops(rule)) return [options.drop(rule)];
      continue;
    }
    if (rule.value === undefined)
      return whole(rule.name, rule.isAnnotation === undefined ? 'path' : 'annotation');
    edits.push(...matchExpression(rule, {bytes, place, examination}));
  }
  const span =
    keyRule === undefined ? undefined : classifyByKey({...entry, text, isBare, key: entry.keyText});
  // Of a URL its password goes, if it has one.
  const isUrl = entry.tells === telling.weak && text.includes('://');
  const isOneValue =
    isBare || (span !== undefined && !text.includes('\n') && !/^\s*[[{]/.test(text) && !isUrl);
  if (!isOneValue && !isReference(text)) {
    const inner = examination.machinery.read(bytes, deeper(place, entry), examination);
    if (inner.length > 0 || isDocument(text) || withoutMarkers(text) !== text)
      return editsAround(decoded, [...edits, ...inner]);
  }
  if (keyRule !== undefined && span !== undefined) {
    if (span.start === 0 && span.end === bytes.length) return whole(keyRule, 'telling key');
    edits.push(examination.take(bytes, span, findingAt(place, keyRule, 'telling key')));
  }
  return editsAround(decoded, edits);
}

/** The rule that takes a long annotation whatever it says, where no marker is made of the value. */
function ruleOfManifest({start, end}: Scalar, options: TakeOptions): PlannedRule | undefined {
  const {entry, place, examination} = options;
  if (!entry.isAnnotation || end - start < longManifest || !examination.machinery.marker.isPlain)
    return undefined;
  const own = place.plan.rules.filter(
    (rule) => !rule.tellsByKey && !rule.tellsByValue && applies(rule, entry),
  );
  const isCertain =
    own.every(({action, value}) => action === 'mask' && value === undefined) &&
    own[0]?.isCopy === false &&
    !entry.isSecretData &&
    entry.within.length === 0;
  return isCertain ? own[0] : undefined;
}

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
