export type {ControlPlane, ControlPlaneAnswer, ControlPlaneOptions} from './control-plane/control-plane.ts';
export {startControlPlane} from './control-plane/start-control-plane.ts';
export {
  type Accepted,
  type AcceptedPage,
  type FaultRule as FireflyFault,
  type Fetching,
  type Firefly,
  type FireflyOptions,
  type FireflySummary,
  type HandshakeAnswer,
  type InjectedFault as InjectedFireflyFault,
  type Integration,
  pageRequests,
  type RecordedRequest as FireflyRequest,
  type RequestMatcher as FireflyRequestMatcher,
  startFirefly,
} from './firefly/start-firefly.ts';
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
export type {
  Fault as KubernetesFault,
  FaultAction as KubernetesFaultAction,
  InjectedFault as InjectedKubernetesFault,
} from './kubernetes/fault.ts';
export type {ClusterProfile} from './kubernetes/generated/cluster-profile.ts';
export {customResources, deadGroupVersion} from './kubernetes/generated/custom-resources.ts';
export {
  generateCluster,
  type GeneratedCluster,
  type GeneratedClusterOptions,
} from './kubernetes/generated/generate-cluster.ts';
export type {KubernetesApi, KubernetesApiOptions} from './kubernetes/kubernetes-api.ts';
export type {WaitOptions as KubernetesWaitOptions} from './kubernetes/request-log.ts';
export type {
  RequestMatcher as KubernetesRequestMatcher,
  RequestRecord as KubernetesRequest,
} from './kubernetes/request-record.ts';
export {
  definitionName,
  groupVersion,
  type ResourceDefinition,
  type SubresourceDefinition,
} from './kubernetes/resource-definition.ts';
export {forbiddenResource, sandboxUsers} from './kubernetes/sandbox-users.ts';
export {type ServerCertificate, serverCertificate} from './kubernetes/server-certificate.ts';
export {startKubernetesApi} from './kubernetes/start-kubernetes-api.ts';
