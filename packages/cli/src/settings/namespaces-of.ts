import type {NamespaceChoice} from '@firefly/k8s-source';

import type {Settings} from './settings.ts';

/** The namespaces to collect, as a source takes them; the older setting names one more to watch. */
export function namespacesOf({
  watchNamespace,
  watchNamespaces,
  ignoreNamespaces,
  namespaceSelector,
}: Pick<
  Settings,
  'watchNamespace' | 'watchNamespaces' | 'ignoreNamespaces' | 'namespaceSelector'
>): NamespaceChoice & Required<Pick<NamespaceChoice, 'watchNamespaces'>> {
  return {
    watchNamespaces: [...(watchNamespace === undefined ? [] : [watchNamespace]), ...watchNamespaces],
    ignoreNamespaces,
    ...(namespaceSelector === undefined ? {} : {namespaceSelector}),
  };
}
