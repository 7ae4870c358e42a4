import {type Fields, fieldsOf, listOf, textOf} from '../json/json-fields.ts';

/** What Argo CD calls the sources that count as a Helm release; it says nothing of one that it has not looked at. */
const releaseTypes: ReadonlySet<string> = new Set(['', 'helm', 'directory']);

/**
 * The source that an application's release is told from: the first with a `chart`, else the first that is neither
 * Kustomize's nor a plugin's, and more than a `ref` to files with values; undefined where there is none.
 *
 * Where `spec.sources` is not empty, Argo CD ignores `spec.source`, and tells the types in `status.sourceTypes`, one a
 * source.
 */
export function sourceOf(spec: unknown, status: unknown): Fields | undefined {
  const {source, sources} = fieldsOf(spec);
  const {sourceType, sourceTypes} = fieldsOf(status);
  const several = listOf(sources);
  const types = several.length === 0 ? [sourceType] : listOf(sourceTypes);
  const candidates = (several.length === 0 ? [fieldsOf(source)] : several).filter(
    (one, index): one is Fields =>
      isObject(one) && countsAsRelease(fieldsOf(one), (textOf(types[index]) ?? '').toLowerCase()),
  );
  return candidates.find(({chart}) => textOf(chart) !== undefined) ?? candidates[0];
}

function countsAsRelease({ref, chart, path, kustomize, plugin}: Fields, type: string): boolean {
  if (!releaseTypes.has(type)) return false;
  const isRendered = textOf(chart) !== undefined || textOf(path) !== undefined;
  if (textOf(ref) !== undefined && !isRendered) return false;
  // Before the first look at it, the fields alone tell.
  return type !== '' || textOf(chart) !== undefined || !(isObject(kustomize) || isObject(plugin));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
