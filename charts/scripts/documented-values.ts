import {isMap, isScalar, parseDocument, type YAMLMap} from 'yaml';

/** One value of the chart, with the comment that stands above it in values.yaml. */
export interface DocumentedValue {
  /** The `## …` comment that it stands under. */
  readonly section: string;
  readonly path: readonly string[];
  readonly description: string;
  /** What values.yaml holds, as JSON would. */
  readonly default: unknown;
}

/**
 * Reads values.yaml. A key with a comment directly above it is one value, whatever it holds; a key without one must
 * hold a map, whose keys are read the same way. A paragraph of a comment that begins with `##` opens a section.
 *
 * @throws Error that names the first key that nobody documented
 */
export function documentedValues(text: string): readonly DocumentedValue[] {
  const document = parseDocument(text);
  const defaults: unknown = document.toJS();
  const found: DocumentedValue[] = [];
  let section = '';

  const visit = (map: YAMLMap, parents: readonly string[], values: Record<string, unknown>) => {
    for (const [index, {key, value}] of map.items.entries()) {
      if (!isScalar(key)) throw new Error(`values.yaml: a key under "${parents.join('.')}" is not text.`);
      const name = String(key.value);
      const path = [...parents, name];
      // The parser gives a nested map the comment above its first key.
      const comment = key.commentBefore ?? (index === 0 ? map.commentBefore : undefined) ?? '';
      const paragraphs = comment.split(/\n\s*\n/u).map((paragraph) => paragraph.trim());
      section = paragraphs.findLast((paragraph) => paragraph.startsWith('# '))?.slice(2) ?? section;
      const last = paragraphs.at(-1) ?? '';
      if (last !== '' && !last.startsWith('# ')) {
        found.push({section, path, description: last.split(/\s*\n\s*/).join(' '), default: values[name]});
      } else if (isMap(value) && value.items.length > 0) {
        visit(value, path, values[name] as Record<string, unknown>);
      } else {
        throw new Error(`values.yaml: "${path.join('.')}" has no comment above it that says what it does.`);
      }
    }
  };

  if (!isMap(document.contents)) throw new Error('values.yaml: a map is expected at the top.');
  visit(document.contents, [], defaults as Record<string, unknown>);
  return found;
}
