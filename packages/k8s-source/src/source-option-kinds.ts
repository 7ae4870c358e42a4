import type {OptionKinds} from './check-options.ts';
import type {KubernetesSourceOptions} from './kubernetes-source.ts';
import type {ListOptions} from './list/object-list.ts';

/** What each option of a source takes. */
export const sourceOptionKinds: OptionKinds<KubernetesSourceOptions> = {
  kubeconfig: 'text',
  context: 'text',
  access: 'object',
  resources: 'names',
  addTypes: 'names',
  removeTypes: 'names',
  customResources: 'flag',
  clusterScoped: 'flag',
  watchNamespaces: 'names',
  ignoreNamespaces: 'names',
  namespaceSelector: 'text',
  selectors: 'selectors',
  listLimit: 'count',
  timeout: 'timeout',
  retries: 'count or none',
  concurrency: 'count',
  requestsPerSecond: 'count',
  userAgent: 'text',
  dispatcher: 'object',
  helmReleases: 'flag',
  helmDriver: 'text',
  itemBytes: 'count',
  onDiscovered: 'callback',
  onNamespace: 'callback',
  onProgress: 'callback',
  onRequest: 'callback',
  onResponse: 'callback',
  onRetry: 'callback',
  environment: 'object',
  serviceAccountFolder: 'text',
};

/** What each option of a list takes. */
export const listOptionKinds: OptionKinds<ListOptions> = {
  namespace: 'text',
  labelSelector: 'text',
  fieldSelector: 'text',
  limit: 'count',
  signal: 'signal',
  onFailure: 'callback',
};
