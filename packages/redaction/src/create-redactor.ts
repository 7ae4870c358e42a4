import {isRawObject, type Redactions, type Stage, type StreamItem} from '@firefly/core';

import {wordOfCopies} from './detectors/looks-like-copy.ts';
import type {Finding} from './edit.ts';
import {AnchorSearch} from './engine/anchor-search.ts';
import type {Machinery} from './engine/examination.ts';
import {examineObject} from './engine/examine-object.ts';
import {createRedactionMarker} from './engine/redaction-marker.ts';
import {readText} from './engine/read-text.ts';
import {shownFinding} from './engine/shown-finding.ts';
import {redactedItem} from './redacted-item.ts';
import {builtInRules, chosenRuleSets} from './rules/built-in-rules.ts';
import type {Rule} from './rules/rule.ts';
import {type CompileExpression, type DocumentFacts, planRules, wordsOfKinds} from './rules/rule-plan.ts';
import {withBytes} from './with-bytes.ts';

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
  /** The item without what the rules take out, the same where that is nothing. Never throws, whatever the bytes are. */
  redact(item: StreamItem): StreamItem;
  /** What `redact` would take out, each with its rule, its detector and its path, and never the value, in no key of the path either. */
  examine(item: StreamItem): readonly Finding[];
  /** What `redact` took out so far; rules and kinds without any have no row. */
  redactions(): Redactions & {readonly values: number};
}

/**
 * A redactor for these rules.
 *
 * @throws {RangeError} for a marker key that is too short.
 */
export function createRedactor(options: RedactorOptions): Redactor {
  const {sets, rules = [], compile = refuseExpressions, markerKey} = options;
  const all = [
    ...rules,
    ...chosenRuleSets(sets).flatMap((name): readonly Rule[] => builtInRules[name].rules),
  ];
  const hasCopies = all.some(({detectors}) => detectors?.includes('copy') === true);
  let search: AnchorSearch | undefined;
  const machinery: Machinery = {
    planFor: planRules(all, compile),
    // Made when something is looked into: it takes as long as a megabyte of objects.
    get search() {
      return (search ??= new AnchorSearch([...(hasCopies ? [wordOfCopies] : []), ...wordsOfKinds(rules)]));
    },
    marker: createRedactionMarker(markerKey),
    isReport: false,
    read: readText,
  };
  const counted = new Map<string, Map<string, number>>();
  let milliseconds = 0;
  let values = 0;

  function count({rule}: Finding, kind: string) {
    const byKind = counted.get(rule) ?? new Map<string, number>();
    counted.set(rule, byKind.set(kind, (byKind.get(kind) ?? 0) + 1));
    values++;
  }

  return {
    redact(item) {
      if (all.length === 0 || item.stream === 'k8sTrees') return item;
      const started = performance.now();
      const facts = factsOf(item);
      const {edits} = withBytes(item, (bytes) => examineObject(bytes, facts, machinery));
      for (const {findings} of edits) for (const finding of findings) count(finding, facts.kind);
      const redacted = edits.length === 0 ? item : redactedItem(item, edits);
      milliseconds += performance.now() - started;
      return redacted;
    },
    examine(item) {
      return withBytes(item, (bytes) => {
        const {edits, taken} = examineObject(bytes, factsOf(item), {...machinery, isReport: true});
        return edits.flatMap(({findings}) => findings.map((finding) => shownFinding(finding, taken)));
      });
    },
    redactions: () => ({
      // Made where it is looked at: there are as many as kinds.
      get counts() {
        const rows = [...counted].flatMap(([rule, byKind]) =>
          [...byKind].map(([kind, values]) => ({rule, kind, values})),
        );
        return rows.sort((a, b) => (`${a.rule} ${a.kind}` < `${b.rule} ${b.kind}` ? -1 : 1));
      },
      values,
      milliseconds,
    }),
  };
}

/** Redacts every object and release before anything else sees it; counted in the run report. */
export function createRedactionStage(redactor: Redactor): Stage {
  return {item: (item) => redactor.redact(item), redactions: () => redactor.redactions()};
}

function factsOf(item: StreamItem): DocumentFacts {
  if (!isRawObject(item)) {
    const object = item.describe();
    return {kind: object.kind, group: 'helm.sh', resource: 'releases', object};
  }
  const {kind, group, resource} = item.type;
  return {kind, group, resource, object: item};
}

function refuseExpressions(): never {
  throw new TypeError('A rule has an expression, but nothing that compiles it was given.');
}
