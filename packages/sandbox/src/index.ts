export {
  type AccessRequest,
  type AccessRule,
  everything,
  type SandboxUser,
} from './kubernetes/access-control.ts';
export type {ApiGroup, ApiGroupVersion} from './kubernetes/api-group.ts';
export {builtInResources} from './kubernetes/built-in-resources.ts';
export {clusterFromObjects, type ExplicitClusterOptions} from './kubernetes/cluster-from-objects.ts';
export {type Cluster, lowerBound, objectAt, type ObjectTable} from './kubernetes/cluster.ts';
export {type CustomResourceOptions, defineCustomResource} from './kubernetes/define-custom-resource.ts';
export type {AggregatedDiscovery} from './kubernetes/discovery-document.ts';
export type {EditableCluster, ObjectName, PlainObject, RawEntry} from './kubernetes/editable-cluster.ts';
export type {Fault, FaultAction, InjectedFault} from './kubernetes/fault.ts';
export type {KubernetesApi, KubernetesApiOptions} from './kubernetes/kubernetes-api.ts';
export type {WaitOptions} from './kubernetes/request-log.ts';
export type {RequestMatcher, RequestRecord} from './kubernetes/request-record.ts';
export {
  definitionName,
  groupVersion,
  type ResourceDefinition,
  type SubresourceDefinition,
} from './kubernetes/resource-definition.ts';
export {startKubernetesApi} from './kubernetes/start-kubernetes-api.ts';
