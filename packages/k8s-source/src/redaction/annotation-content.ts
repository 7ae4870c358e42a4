import {type AnnotationContent, copyAnnotations} from './copy-annotations.ts';
import {jsonText} from './json-text.ts';
import {type CopyFindings, readCopy, type ReadingBudget} from './read-copy.ts';
import type {Annotation} from './redaction-findings.ts';

/** What was found in one annotation. */
export interface AnnotationFinding {
  /** `packed`: a copy that cannot be read as it stands: compressed, or base64. */
  readonly content: AnnotationContent | 'packed';
  /** What its text tells; read when first asked for. */
  readonly copy: () => CopyFindings;
}

const known = new Map(
  copyAnnotations.filter(({prefix}) => !prefix).map(({name, content}) => [name, content]),
);
const prefixes = copyAnnotations.filter(({prefix}) => prefix);

/** Below this many bytes no text is a manifest or a token. */
const shortestText = 20;

const lastApplied =
  /(?:^|[/.])last-?applied(?:-(?:config|configuration|manifest|object|resource|spec|state|template|instance-state))?$/i;
/** Header and claims of a JSON Web Token are JSON objects: both parts begin as `{"` does in base64. */
const webToken = /^eyJ[\w-]{8,}\.eyJ[\w-]+\.[\w-]*$/;
/** base64 of what gzip and zip begin with. */
const compressed = /^(?:H4sI|UEsD)[\w+/=-]{16,}$/;

/** Beginning of JSON or YAML, as it stands in a JSON string. */
const readable = /^(?:\s|\\[nrt])*(?:[[{]|---|[A-Za-z]+:)/;
const longestDigest = 128;

/** What an annotation holds of the kind that redaction looks for; undefined for all others. */
export function annotationContent(
  bytes: Buffer,
  {key, value}: Annotation,
  budget: ReadingBudget,
): AnnotationFinding | undefined {
  const name = jsonText.decodeString(bytes, key.start, key.end);
  const byName = contentByName(name);
  const text = () => jsonText.decodeString(bytes, value.start, value.end);
  if (byName === undefined) {
    return value.end - value.start < shortestText ? undefined : contentByText(text(), budget);
  }
  let read: CopyFindings | undefined;
  const copy = () => (read ??= readCopy(text(), budget));
  if (byName === 'token') return {content: byName, copy};
  const head = bytes.toString(
    'latin1',
    value.start + 1,
    Math.min(value.end - 1, value.start + 2 + longestDigest),
  );
  // Some operators keep only a digest under such a name.
  if (/^[0-9a-f]{6,128}$/i.test(head)) return undefined;
  return {content: readable.test(head) ? 'manifest' : 'packed', copy};
}

function contentByName(name: string): AnnotationContent | undefined {
  const exact = known.get(name);
  if (exact !== undefined) return exact;
  const prefixed = prefixes.find((annotation) => name.startsWith(annotation.name));
  if (prefixed !== undefined) return prefixed.content;
  return lastApplied.test(name) ? 'manifest' : undefined;
}

function contentByText(text: string, budget: ReadingBudget): AnnotationFinding | undefined {
  const found = readCopy(text, budget);
  const copy = () => found;
  // First: of what was too long to be read, no expression is asked either.
  if (found.isUnreadable) return {content: 'packed', copy};
  if (webToken.test(text)) return {content: 'token', copy};
  if (found.isManifest) return {content: found.isPacked ? 'packed' : 'manifest', copy};
  return compressed.test(text) ? {content: 'packed', copy} : undefined;
}
