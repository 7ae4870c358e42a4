import type {Settings} from './settings.ts';

/** The patterns of the namespaces to collect; none: all. The older setting names one more. */
export function namespacesOf({
  watchNamespace,
  watchNamespaces,
}: Pick<Settings, 'watchNamespace' | 'watchNamespaces'>): readonly string[] {
  return [...(watchNamespace === undefined ? [] : [watchNamespace]), ...watchNamespaces];
}
