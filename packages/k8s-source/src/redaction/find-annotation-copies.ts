import {annotationContent, type AnnotationFinding} from './annotation-content.ts';
import {mostReadBytes} from './read-copy.ts';
import type {Annotation, RedactionEdit, Span} from './redaction-findings.ts';
import {redactionMarker} from './redaction-marker.ts';
import type {RedactionRule} from './redaction-rule.ts';

/** What decides about an object's annotations. */
export interface CopyScope {
  readonly rules: ReadonlySet<RedactionRule>;
  /** The object is a Secret, or holds one. */
  readonly holdsSecret: boolean;
}

/**
 * The annotations that hold a copy of a manifest, or a token, and the rule that each goes by. They all go by
 * `lastApplied`. Without it, a copy still goes, and goes whole, where it could bring back what another rule takes
 * out: by `secrets`, copies and tokens in what holds a Secret, and copies that name the kind or cannot be read; by
 * `env`, copies that name an environment, and those that cannot be read where the object has one or has containers.
 */
export function findAnnotationCopies(
  bytes: Buffer,
  annotations: readonly Annotation[],
  scope: CopyScope,
): RedactionEdit[] {
  const edits: RedactionEdit[] = [];
  const budget = {bytes: mostReadBytes};
  for (const annotation of annotations) {
    if (isGone(bytes, annotation.value)) continue;
    const finding = annotationContent(bytes, annotation, budget);
    if (finding === undefined) continue;
    const rule = ruleFor(finding, annotation.value, bytes, scope);
    if (rule !== undefined) edits.push({...annotation.value, rule});
  }
  return edits;
}

/** One of them stands in every object with containers or an environment; the last, where letters are escaped. */
const environmentWords = ['ontainers"', 'nv', 'NV', 'u00'].map((word) => Buffer.from(word));

function ruleFor(
  {content, copy}: AnnotationFinding,
  value: Span,
  bytes: Buffer,
  {rules, holdsSecret}: CopyScope,
): RedactionRule | undefined {
  if (rules.has('lastApplied')) return 'lastApplied';
  if (rules.has('secrets') && (holdsSecret || copy().namesSecret || copy().isUnreadable)) return 'secrets';
  if (!rules.has('env') || content === 'token') return undefined;
  const saysSo =
    content === 'manifest'
      ? /nv|NV|u00/.test(bytes.toString('latin1', value.start + 1, value.end - 1))
      : environmentWords.some((word) => bytes.includes(word));
  return saysSo || copy().namesEnvironment ? 'env' : undefined;
}

function isGone(bytes: Buffer, {start, end}: Span): boolean {
  const length = end - start - 2;
  return (
    length === 0 ||
    (length === redactionMarker.length && bytes.toString('latin1', start + 1, end - 1) === redactionMarker)
  );
}
