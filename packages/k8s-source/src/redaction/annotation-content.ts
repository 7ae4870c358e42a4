import {type AnnotationContent, copyAnnotations} from './copy-annotations.ts';
import {jsonText} from './json-text.ts';
import type {Annotation} from './redaction-findings.ts';

/** `packed`: a copy that cannot be read as it stands: compressed, or base64. */
export type AnnotationFinding = AnnotationContent | 'packed';

const known = new Map(
  copyAnnotations.filter(({prefix}) => !prefix).map(({name, content}) => [name, content]),
);
const prefixes = copyAnnotations.filter(({prefix}) => prefix);

/** Below this many bytes no text is a manifest or a token. */
const shortestText = 32;

const lastApplied =
  /(?:^|[/.])last-?applied(?:-(?:config|configuration|manifest|object|resource|spec|state|template|instance-state))?$/i;
/** Header and claims of a JSON Web Token are JSON objects: both parts begin as `{"` does in base64. */
const webToken = /^eyJ[\w-]{8,}\.eyJ[\w-]+\.[\w-]*$/;
/** base64 of what gzip and zip begin with. */
const compressed = /^(?:H4sI|UEsD)[\w+/=-]{16,}$/;
/** base64 of what JSON objects and manifests in YAML begin with. */
const base64Text = /^(?:e[wy]|LS0t|YXBpVmVyc2lvbj|a2luZD)[\w+/=-]{24,}$/;

/** First bytes of values whose text can tell: `{`, `---`, `apiVersion`, `kind`, base64, an escape, a space. */
const telling: ReadonlySet<number | undefined> = new Set(Buffer.from('{-akeYLHU\\ '));
/** Beginning of JSON or YAML, as it stands in a JSON string. */
const readable = /^(?:\s|\\[nrt])*(?:[[{]|---|[A-Za-z]+:)/;
const longestDigest = 128;

/** What an annotation holds of the kind that redaction looks for; undefined for all others. */
export function annotationContent(bytes: Buffer, {key, value}: Annotation): AnnotationFinding | undefined {
  const name = jsonText.decodeString(bytes, key.start, key.end);
  const byName = contentByName(name);
  if (byName === 'token') return byName;
  if (byName === undefined) {
    if (value.end - value.start < shortestText || !telling.has(bytes[value.start + 1])) return undefined;
    return contentByText(jsonText.decodeString(bytes, value.start, value.end));
  }
  const head = bytes.toString(
    'latin1',
    value.start + 1,
    Math.min(value.end - 1, value.start + 2 + longestDigest),
  );
  // Some operators keep only a digest under such a name.
  if (/^[0-9a-f]{6,128}$/i.test(head)) return undefined;
  return readable.test(head) ? 'manifest' : 'packed';
}

function contentByName(name: string): AnnotationContent | undefined {
  const exact = known.get(name);
  if (exact !== undefined) return exact;
  const prefixed = prefixes.find((annotation) => name.startsWith(annotation.name));
  if (prefixed !== undefined) return prefixed.content;
  return lastApplied.test(name) ? 'manifest' : undefined;
}

function contentByText(value: string): AnnotationFinding | undefined {
  if (webToken.test(value)) return 'token';
  if (showsManifest(value)) return 'manifest';
  if (compressed.test(value)) return 'packed';
  if (base64Text.test(value) && showsManifest(Buffer.from(value, 'base64').toString())) return 'packed';
  return undefined;
}

function showsManifest(value: string): boolean {
  return (
    /^\s*(?:\{|---|apiVersion:|kind:)/.test(value) &&
    value.includes('apiVersion') &&
    value.includes('kind') &&
    value.includes('metadata')
  );
}
