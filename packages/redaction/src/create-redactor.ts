import {asBuffer, isRawObject, type RedactionCount, type StreamItem} from '@firefly/core';

import {type Edit, type Finding, outermost, type Span} from './edit.ts';
import {createAnchorSearch} from './engine/anchors.ts';
import {DocumentExaminer} from './engine/document-examiner.ts';
import {Examination, type Machinery, type Place} from './engine/examination.ts';
import {type KnownHit, KnownValues} from './engine/known-values.ts';
import {createMarker} from './engine/marker.ts';
import {pathAt} from './engine/path-at.ts';
import {readText} from './engine/read-text.ts';
import {shownFinding} from './engine/shown-finding.ts';
import {scalarStyle} from './readers/scalar.ts';
import {memberOf, walkJson} from './readers/walk-json.ts';
import {redactedItem} from './redacted-item.ts';
import {builtInRules, chosenRuleSets} from './rules/built-in-rules.ts';
import type {Rule} from './rules/rule.ts';
import {type CompileExpression, type DocumentFacts, planRules} from './rules/rule-plan.ts';

/** What a redactor is made of. */
export interface RedactorOptions {
  /** Names of built-in sets, and `all`. */
  readonly sets: readonly string[];
  /** The user's rules, as `readRules` gives them; they stand before the built-in ones. */
  readonly rules?: readonly Rule[];
  /** Compiles the expressions of those rules; needed where one has any. */
  readonly compile?: CompileExpression;
  /** At least 32 bytes: equal values get equal markers. */
  readonly markerKey?: string;
}

/** Takes out of objects and releases what the rules name, before anything else sees them. */
export interface Redactor {
  /**
   * The item without the values that the rules take out: each is replaced where it stands, all other bytes stay. The
   * same item when there is nothing to take out. Expects complete JSON; never throws, whatever the bytes are.
   */
  redact(item: StreamItem): StreamItem;
  /** What `redact` would take out, each with its rule, its detector and its path, and never the value, in no key of the path either. */
  examine(item: StreamItem): readonly Finding[];
  /** Values taken out so far, by rule and kind; rules and kinds without any have no row. */
  counts(): RedactionCount[];
  /** Time spent in `redact` so far. */
  milliseconds(): number;
}

/**
 * A redactor for these rules; without any, every item is returned untouched.
 *
 * @throws {RangeError} for a marker key that is too short.
 */
export function createRedactor({
  sets,
  rules = [],
  compile = refuseExpressions,
  markerKey,
}: RedactorOptions): Redactor {
  const all = [
    ...rules,
    ...chosenRuleSets(sets).flatMap((name): readonly Rule[] => builtInRules[name].rules),
  ];
  const machinery: Machinery = {
    planFor: planRules(all, compile),
    anchors: createAnchorSearch(rules.length > 0 ? ['apiVersion'] : []),
    marker: createMarker(markerKey),
    isReport: false,
    read: readText,
  };
  const counter = new Map<string, Map<string, number>>();
  let milliseconds = 0;

  function count({rule}: Finding, kind: string) {
    const byKind = counter.get(rule) ?? new Map<string, number>();
    counter.set(rule, byKind.set(kind, (byKind.get(kind) ?? 0) + 1));
  }

  return {
    redact(item) {
      if (all.length === 0 || item.stream === 'k8sTrees') return item;
      const started = performance.now();
      const {bytes, facts} = read(item);
      const {edits} = examineObject(bytes, facts, machinery);
      for (const {findings} of edits) for (const finding of findings) count(finding, facts.kind);
      const redacted = edits.length === 0 ? item : redactedItem(item, bytes, edits);
      milliseconds += performance.now() - started;
      return redacted;
    },
    examine(item) {
      const {bytes, facts} = read(item);
      const {edits, taken} = examineObject(bytes, facts, {...machinery, isReport: true});
      return edits.flatMap(({start, findings}) =>
        findings.map((finding) =>
          shownFinding(
            finding.path === '' ? {...finding, path: pathAt(bytes, start)} : finding,
            taken,
            machinery.anchors,
          ),
        ),
      );
    },
    counts: () =>
      [...counter]
        .flatMap(([rule, byKind]) => [...byKind].map(([kind, values]) => ({rule, kind, values})))
        .sort((a, b) => compare(a.rule, b.rule) || compare(a.kind, b.kind)),
    milliseconds: () => milliseconds,
  };
}

function read(item: StreamItem): {bytes: Buffer; facts: DocumentFacts} {
  if (isRawObject(item)) {
    const {group, kind, resource} = item.type;
    const facts = {
      kind,
      group,
      resource,
      get namespace() {
        return item.namespace;
      },
      get name() {
        return item.name;
      },
    };
    return {bytes: asBuffer(item.bytes), facts};
  }
  const bytes = Buffer.allocUnsafe(item.byteLength);
  item.copyTo(bytes, 0);
  const {kind, namespace, name} = item.describe();
  return {bytes, facts: {kind, group: 'helm.sh', resource: 'releases', namespace, name}};
}

interface Examined {
  /** In order and apart: of one walk, or of two where values are repeated in what is packed. */
  readonly edits: readonly Edit[];
  /** What goes. */
  readonly taken: KnownValues;
}

/** All that goes of one object. */
function examineObject(bytes: Buffer, facts: DocumentFacts, machinery: Machinery): Examined {
  const plan = machinery.planFor(facts);
  if (plan.rules.length === 0 && plan.secrets === undefined) return {edits: [], taken: new KnownValues()};
  const place: Place = {
    facts,
    isObject: true,
    plan,
    depth: 0,
    isInEnvironment: false,
    keyRule: undefined,
    valueRule: undefined,
    expressions: [],
    path: () => '',
  };
  const first = new Examination(machinery, bytes.length);
  const examiner = walk(first);
  const {taken} = first;
  if (taken.size === 0) return {edits: outermost(examiner.edits), taken};
  const last = first.hasUnpacked ? walk(new Examination(machinery, bytes.length, taken)) : examiner;
  const edits = outermost(last.edits);
  const again = repeated(bytes, edits, taken, last, machinery);
  return {edits: again.length === 0 ? edits : outermost([...edits, ...again]), taken};

  function walk(examination: Examination): DocumentExaminer {
    const walker = new DocumentExaminer(examination, bytes, place);
    walkJson(bytes, walker);
    return walker;
  }
}

/** Values that were taken out, where they stand again: those that are words only where values are repeated. */
function repeated(
  bytes: Buffer,
  edits: readonly Edit[],
  taken: KnownValues,
  {carriers}: DocumentExaminer,
  machinery: Machinery,
): Edit[] {
  const hits = betweenEdits(bytes, taken, edits);
  if (hits === undefined) {
    const findings = [{rule: 'repeated', detector: 'unread', path: ''}];
    return carriers
      .filter(({style}) => style === scalarStyle.double)
      .map(({start, end}) => ({
        start: start + 1,
        end: end - 1,
        text: machinery.marker(bytes.subarray(start + 1, end - 1)),
        findings,
      }));
  }
  if (hits.length === 0) return [];
  let at = 0;
  const identity = identityOf(bytes);
  return hits.flatMap(({start, end, value}) => {
    if (identity.some((span) => start < span.end && end > span.start)) return [];
    while (at < carriers.length && (carriers[at]?.end ?? 0) <= start) at++;
    const isCarried = (carriers[at]?.start ?? Number.POSITIVE_INFINITY) < start;
    if (!value.isEverywhere && !isCarried) return [];
    return [
      {start, end, text: value.marker, findings: [{rule: value.rule, detector: 'repeated value', path: ''}]},
    ];
  });
}

/** What goes already need not be looked at again: `managedFields` is often the larger part. */
function betweenEdits(bytes: Buffer, taken: KnownValues, edits: readonly Edit[]): KnownHit[] | undefined {
  const hits: KnownHit[] = [];
  let from = 0;
  for (let at = 0; at <= edits.length; at++) {
    const end = edits[at]?.start ?? bytes.length;
    const found = taken.find(bytes, from, end);
    if (found === undefined) return undefined;
    hits.push(...found);
    from = edits[at]?.end ?? end;
  }
  return hits;
}

/** What the object is called by: without it nobody would find it again. */
function identityOf(bytes: Buffer): Span[] {
  const metadata = memberOf(bytes, bytes.indexOf(0x7b), 'metadata');
  if (metadata === undefined) return [];
  return ['name', 'namespace', 'uid', 'generateName'].flatMap(
    (name) => memberOf(bytes, metadata.start, name) ?? [],
  );
}

function refuseExpressions(): never {
  throw new TypeError('A rule has an expression, but nothing that compiles it was given.');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
