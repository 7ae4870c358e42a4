import {asBuffer, type RawObject, type RedactionCount} from '@firefly/core';
import {findAnnotationCopies} from './find-annotation-copies.ts';
import {findRedactions} from './find-redactions.ts';
import {findValueCopies} from './find-value-copies.ts';
import {RedactedObject} from './redacted-object.ts';
import type {RedactionEdit} from './redaction-findings.ts';
import type {RedactionRule} from './redaction-rule.ts';
import {scopeRedaction} from './scope-redaction.ts';

/** Takes out of objects what `collector.redact` names, before anything else sees them. */
export interface Redactor {
  /**
   * The object without the values that the rules take out: each is replaced where it stands, all other bytes stay.
   * The same object when there is nothing to take out. Valid for as long as the original is. Expects complete JSON;
   * never throws, whatever the bytes are.
   */
  redact(object: RawObject): RawObject;
  /** Values taken out so far, by rule and kind; rules and kinds without any have no row. */
  counts(): RedactionCount[];
  /** Time spent in `redact` so far. */
  milliseconds(): number;
}

/** A redactor for these rules; without any, every object is returned untouched. */
export function createRedactor(rules: ReadonlySet<RedactionRule>): Redactor {
  const counter = new Map<RedactionRule, Map<string, number>>();
  let milliseconds = 0;

  function count({rule}: RedactionEdit, kind: string) {
    const byKind = counter.get(rule) ?? new Map<string, number>();
    counter.set(rule, byKind.set(kind, (byKind.get(kind) ?? 0) + 1));
  }

  function redact(object: RawObject): RawObject {
    const bytes = asBuffer(object.bytes);
    const edits = findEdits(bytes, object, rules);
    for (const edit of edits) count(edit, object.type.kind);
    return edits.length === 0 ? object : new RedactedObject(object, bytes, edits);
  }

  return {
    redact(object) {
      if (rules.size === 0) return object;
      const started = performance.now();
      const redacted = redact(object);
      milliseconds += performance.now() - started;
      return redacted;
    },
    counts: () =>
      [...counter]
        .flatMap(([rule, byKind]) => [...byKind].map(([kind, values]) => ({rule, kind, values})))
        .sort((a, b) => compare(a.rule, b.rule) || compare(a.kind, b.kind)),
    milliseconds: () => milliseconds,
  };
}

function findEdits(bytes: Buffer, object: RawObject, rules: ReadonlySet<RedactionRule>): RedactionEdit[] {
  const scope = scopeRedaction(bytes, object.type, rules);
  if (scope === undefined) return [];
  const findings = findRedactions(bytes, scope);
  const holdsSecret =
    scope.isSecret || scope.hasSecretTemplates || findings.edits.some(({rule}) => rule === 'secrets');
  const copies = findAnnotationCopies(bytes, findings.annotations, {rules: scope.rules, holdsSecret});
  const values = valuesOf(bytes, findings.edits);
  const carriers = [...findings.carriers, ...findings.annotations.map(({value}) => value)];
  return outermost([...findings.edits, ...copies, ...findValueCopies(bytes, values, carriers)]);
}

/** Of the lists and objects only the outermost, so that none is read once for each that it lies in. */
function valuesOf(bytes: Buffer, edits: readonly RedactionEdit[]): RedactionEdit[] {
  const values = edits.filter(({rule}) => rule === 'secrets' || rule === 'env');
  const whole = new Set(outermost([...values]));
  return values.filter((edit) => whole.has(edit) || edit.isPart === true || bytes[edit.start] === 0x22);
}

/** In order and apart: what lies within a value that goes as a whole, goes with it. */
function outermost(edits: RedactionEdit[]): RedactionEdit[] {
  edits.sort((a, b) => a.start - b.start);
  let end = -1;
  return edits.filter((edit) => {
    if (edit.start < end) return false;
    end = edit.end;
    return true;
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
