import {annotationContent, type AnnotationFinding} from './annotation-content.ts';
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
 * out: by `secrets`, copies and tokens in what holds a Secret, and copies that name the kind; by `env`, copies that
 * name an environment, and those that cannot be read where the object has one or has containers.
 */
export function findAnnotationCopies(
  bytes: Buffer,
  annotations: readonly Annotation[],
  scope: CopyScope,
): RedactionEdit[] {
  const edits: RedactionEdit[] = [];
  for (const annotation of annotations) {
    const content = annotationContent(bytes, annotation);
    if (content === undefined || isGone(bytes, annotation.value)) continue;
    const rule = ruleFor(content, annotation.value, bytes, scope);
    if (rule !== undefined) edits.push({...annotation.value, rule});
  }
  return edits;
}

/** One of them stands in every object with containers or an environment; the last, where letters are escaped. */
const environmentWords = ['ontainers"', 'nv', 'NV', 'u00'].map((word) => Buffer.from(word));

/** Within the JSON text of an object, where the copy's own quotes are escaped. */
const kindSecret = /"Secret\\?"|kind:\s*["'\\]*Secret\b/;

function ruleFor(
  content: AnnotationFinding,
  value: Span,
  bytes: Buffer,
  {rules, holdsSecret}: CopyScope,
): RedactionRule | undefined {
  if (rules.has('lastApplied')) return 'lastApplied';
  const text = () => bytes.toString('latin1', value.start + 1, value.end - 1);
  if (rules.has('secrets') && (holdsSecret || kindSecret.test(text()))) return 'secrets';
  if (!rules.has('env') || content === 'token') return undefined;
  const mayHoldValues =
    content === 'manifest' ? /nv|NV|u00/.test(text()) : environmentWords.some((word) => bytes.includes(word));
  return mayHoldValues ? 'env' : undefined;
}

function isGone(bytes: Buffer, {start, end}: Span): boolean {
  const length = end - start - 2;
  return (
    length === 0 ||
    (length === redactionMarker.length && bytes.toString('latin1', start + 1, end - 1) === redactionMarker)
  );
}
