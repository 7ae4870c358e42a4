import {type AnnotationContent, copyAnnotations} from './copy-annotations.ts';

/** `packed`: a copy that cannot be read as it stands: compressed, or base64. */
export type AnnotationFinding = AnnotationContent | 'packed';

const known = new Map(
  copyAnnotations.filter(({prefix}) => !prefix).map(({name, content}) => [name, content]),
);
const prefixes = copyAnnotations.filter(({prefix}) => prefix);

const lastApplied =
  /(?:^|[/.])last-?applied(?:-(?:config|configuration|manifest|object|resource|spec|state|template|instance-state))?$/i;
const digest = /^[0-9a-f]{6,128}$/i;
/** Header and claims of a JSON Web Token are JSON objects: both parts begin as `{"` does in base64. */
const webToken = /^eyJ[\w-]{8,}\.eyJ[\w-]+\.[\w-]*$/;
/** base64 of what gzip and zip begin with. */
const compressed = /^(?:H4sI|UEsD)[\w+/=-]{16,}$/;
const base64Json = /^eyJ[\w+/=-]{32,}$/;

/** First bytes of values whose content can tell: `{`, `---`, `apiVersion`, `kind`, base64, an escape, a space. */
const telling: ReadonlySet<string> = new Set('{-akeHU\\ ');

/**
 * What an annotation holds of the kind that redaction looks for; undefined for all others. `first` is the first
 * character of the value as it stands in the JSON text, so that most values need not be decoded.
 */
export function annotationContent(
  name: string,
  first: string,
  value: () => string,
): AnnotationFinding | undefined {
  const byName = contentByName(name);
  if (byName === 'token') return byName;
  if (byName === undefined) return telling.has(first) ? contentByText(value()) : undefined;
  const text = value();
  // Some operators keep only a digest under such a name.
  if (digest.test(text) && !known.has(name)) return undefined;
  return /^\s*(?:[[{]|---|[A-Za-z]+:)/.test(text) ? 'manifest' : 'packed';
}

function contentByName(name: string): AnnotationContent | undefined {
  const exact = known.get(name);
  if (exact !== undefined) return exact;
  const prefixed = prefixes.find((annotation) => name.startsWith(annotation.name));
  if (prefixed !== undefined) return prefixed.content;
  return lastApplied.test(name) ? 'manifest' : undefined;
}

function contentByText(value: string): AnnotationFinding | undefined {
  if (value.length < 32) return undefined;
  if (webToken.test(value)) return 'token';
  if (showsManifest(value)) return 'manifest';
  if (compressed.test(value)) return 'packed';
  if (base64Json.test(value) && showsManifest(Buffer.from(value, 'base64').toString())) return 'packed';
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
