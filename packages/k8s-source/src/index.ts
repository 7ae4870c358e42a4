// What their signatures mention of other packages: whoever uses this one alone can name all that it gets.
export type {
  Clock,
  ClusterIdentity,
  CollectorError,
  DiscoveryFailure,
  OwnerReference,
  RawObject,
  ResourceType,
  ResourceTypeRecord,
  RunReport,
  Source,
  SpoolOptions,
  StreamName,
} from '@firefly/core';
export type {ProxySetting, TlsOptions} from '@firefly/http';
export type {Dispatcher} from 'undici';
export {AccessError} from './access/access-error.ts';
export type {ClusterAccess, Credentials} from './access/cluster-access.ts';
export {contextNames, loadAccess, type LoadAccessOptions} from './access/load-access.ts';
export {
  type ApiRequest,
  type ApiServer,
  type ApiServerOptions,
  createApiServer,
  type RequestFacts,
  type RequestTimeout,
  type ResponseFacts,
  type RetryFacts,
} from './api/api-server.ts';
export {ApiStatusError} from './api/api-status-error.ts';
export {CredentialsRefusedError} from './api/credentials-refused-error.ts';
export {ApiUnreachableError} from './api/api-unreachable-error.ts';
export {createKubernetesSource} from './create-kubernetes-source.ts';
export type {
  KubernetesSource,
  KubernetesSourceOptions,
  ObjectsOptions,
  OrText,
  SourceProgress,
} from './kubernetes-source.ts';
export type {ListedObject, ListOptions, ObjectList, ObjectPage} from './list/object-list.ts';
export {InvalidOptionError} from './invalid-option-error.ts';
export {TypesUnreadableError} from './types-unreadable-error.ts';
export {DiscoveryError} from './discovery/discovery-error.ts';
export {discover} from './discovery/discover.ts';
export type {Discovery} from './discovery/discovery-record.ts';
export type {DiscoveredResource} from './discovery/discovered-resource.ts';
export {indexTypes, type TypeIndex} from './discovery/index-types.ts';
export {UnknownTypeError} from './discovery/unknown-type-error.ts';
export {defaultResources, namesInResources} from './discovery/default-types.ts';
export {
  type SelectionDecision,
  type SelectionReason,
  type SelectionRules,
  selectTypes,
} from './discovery/select-types.ts';
export {listPages, type ListPagesOptions, type ListProgress, type PageQuery} from './list/list-pages.ts';
export {sourceDefaults} from './source-defaults.ts';
export type {PageBody} from './list/spooled-body.ts';
export {
  createListSplitter,
  type ListMetadata,
  type ListSplitter,
  type ListSplitterOptions,
} from './list/list-splitter.ts';
export type {NamespacesToTry, PermittedNamespaces} from './list/permitted-namespaces.ts';
export type {ProbeBudget} from './list/probe-budget.ts';
export {resourcePath} from './list/resource-path.ts';
export {MalformedListError} from './list/malformed-list-error.ts';
export {createPageSize, type PageSize} from './list/page-size.ts';
export type {MetadataSpans, ScannedObject} from './list/scanned-object.ts';
export {acceptMetadataList} from './api/accept.ts';
export {NamespaceNotFoundError} from './namespace-not-found-error.ts';
export {matchNamespaces, type NamespaceMatch} from './namespace-patterns.ts';
export {NamespacesUnlistedError} from './namespaces-unlisted-error.ts';
export {
  chooseNamespaces,
  type ChooseNamespacesOptions,
  type NamespaceChoice,
  type NamespaceScope,
} from './choose-namespaces.ts';
export {SelectorRefusedError} from './list/selector-refused-error.ts';
export {selectorsOf, type TypeSelector, type TypeSelectors} from './selectors-of.ts';
export {requireNamespace} from './require-namespace.ts';
export {readClusterUid, readServerVersion} from './read-cluster-identity.ts';
export type {HelmPayloadFault, HelmReleaseObject} from './helm/decode-helm-release.ts';
export {type HelmDriver, helmStorageType} from './helm/helm-driver.ts';
export {HelmDriverUnsupportedError} from './helm/helm-driver-unsupported-error.ts';
export {HelmReleasesUnreadableError} from './helm/helm-releases-unreadable-error.ts';
export {type HelmStorageForbidden, HelmStorageForbiddenError} from './helm/helm-storage-forbidden-error.ts';
export {createReplaySource, type ReplaySourceOptions} from './folder/create-replay-source.ts';
export {createDocumentSource, type DocumentSourceOptions} from './folder/create-document-source.ts';
export type {FolderNarrowing, RecordedReport} from './folder/folder-format.ts';
export type {ItemsName} from './folder/objects-file.ts';
export {type FolderRecord, readFolderRecord} from './folder/folder-record.ts';
export {ReplayError} from './folder/replay-error.ts';
export {createFolderWriter, type FolderWriter} from './folder/create-folder-writer.ts';
export {FolderWriteError} from './folder/folder-write-error.ts';
