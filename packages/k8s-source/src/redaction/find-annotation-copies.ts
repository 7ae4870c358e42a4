import {annotationContent, type AnnotationFinding} from './annotation-content.ts';
import {jsonText} from './json-text.ts';
import type {RedactionEdit, RedactionFindings} from './redaction-findings.ts';
import {redactionMarker} from './redaction-marker.ts';
import type {RedactionRule} from './redaction-rule.ts';

export interface CopyScope {
  readonly rules: ReadonlySet<RedactionRule>;
  /** The object is a Secret, or holds one. */
  readonly holdsSecret: boolean;
}

/**
 * The annotations that hold a copy of a manifest, or a token, and the rule that each goes by. They all go by
 * `lastApplied`. Without it, a copy still goes, and goes whole, where it could bring back what another rule takes
 * out: by `secrets`, copies and tokens in what holds a Secret, and copies that name the kind; by `env`, copies that
 * name an environment, and those that cannot be read where the object has one.
 */
export function findAnnotationCopies(
  bytes: Buffer,
  findings: RedactionFindings,
  scope: CopyScope,
): RedactionEdit[] {
  const edits: RedactionEdit[] = [];
  for (const {key, value} of findings.annotations) {
    let text: string | undefined;
    const decoded = () => (text ??= jsonText.decodeString(bytes, value.start, value.end));
    const name = jsonText.decodeString(bytes, key.start, key.end);
    const content = annotationContent(
      name,
      bytes.toString('latin1', value.start + 1, value.start + 2),
      decoded,
    );
    if (content === undefined || decoded() === '' || decoded() === redactionMarker) continue;
    const rule = ruleFor(content, decoded(), {...scope, hasEnvironment: findings.hasEnvironment});
    if (rule !== undefined) edits.push({...value, rule});
  }
  return edits;
}

function ruleFor(
  content: AnnotationFinding,
  text: string,
  {rules, holdsSecret, hasEnvironment}: CopyScope & {readonly hasEnvironment: boolean},
): RedactionRule | undefined {
  if (rules.has('lastApplied')) return 'lastApplied';
  if (rules.has('secrets') && (holdsSecret || /"Secret"|kind:\s*["']?Secret\b/.test(text))) return 'secrets';
  if (!rules.has('env') || content === 'token') return undefined;
  const mayHoldValues = content === 'packed' ? hasEnvironment : /env/i.test(text);
  return mayHoldValues ? 'env' : undefined;
}
