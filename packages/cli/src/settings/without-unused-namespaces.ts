import type {SettingText} from './setting-text.ts';
import type {SettingName} from './settings.ts';

/** What the program of chart 1.5.6 could be told by its ConfigMap, `collector.resources.<type>` aside. */
const oldSettings: ReadonlySet<SettingName> = new Set([
  'endpoint',
  'loginEndpoint',
  'watchNamespace',
  'ignoreNamespaces',
  'resources',
  'addTypes',
  'removeTypes',
  'overrideUniqueClusterId',
  'pageSize',
  'maxGoRoutines',
  'mongoMaxGoRoutines',
  'mongoMaxRetries',
  'pageTimeoutDuration',
]);

/** What that chart wrote on every cluster, and its program never used. */
const unused: Readonly<Partial<Record<SettingName, string>>> = {
  watchNamespace: 'default',
  ignoreNamespaces: 'kube-system',
};

/**
 * Leaves `watchNamespace` and `ignoreNamespaces` out where the directory is the ConfigMap that chart 1.5.6 writes: under
 * it, this program would send one namespace, and Firefly would take all others for deleted. It is that one where both
 * have exactly that chart's values, its two other keys stand beside them, and nothing that only this program knows.
 *
 * @param texts Every setting that has a file in the directory, empty ones included.
 */
export function withoutUnusedNamespaces(texts: readonly SettingText[]): {
  readonly texts: readonly SettingText[];
  readonly warnings: readonly string[];
} {
  const byName = new Map(texts.map((text) => [text.definition.name, text]));
  const isOld =
    texts.every(({definition}) => oldSettings.has(definition.name)) &&
    byName.has('resources') &&
    byName.has('overrideUniqueClusterId') &&
    byName.get('watchNamespace')?.text === unused.watchNamespace &&
    byName.get('ignoreNamespaces')?.text === unused.ignoreNamespaces;
  if (!isOld) return {texts, warnings: []};
  return {
    texts: texts.filter(({definition}) => unused[definition.name] === undefined),
    warnings: [
      `${byName.get('watchNamespace')?.origin} ("default") and ${byName.get('ignoreNamespaces')?.origin} ("kube-system") are ignored, ` +
        'and every namespace is collected: chart 1.5.6 writes them on every cluster, and its program never used them. ' +
        'To mean them, use --watch-namespace and --ignore-namespaces, or add the key collector.chartVersion beside them.',
    ],
  };
}
