export type {ControlPlane, ControlPlaneAnswer, ControlPlaneOptions} from './control-plane/control-plane.ts';
export {startControlPlane} from './control-plane/start-control-plane.ts';
export {faultRows, runFaultMatrix} from './faults/fault-matrix.ts';
export {faultTableRow} from './faults/fault-table.ts';
export type {Accepted, AcceptedPage} from './firefly/accepted.ts';
export type {Fetching} from './firefly/fetching.ts';
export type {FireflyOptions, HandshakeAnswer} from './firefly/firefly-options.ts';
export {type FireflyRequest, pageRequests} from './firefly/firefly-request.ts';
export type {Firefly} from './firefly/firefly.ts';
export type {Integration} from './firefly/integrations.ts';
export type {FireflySummary} from './firefly/firefly-summary.ts';
export {startFirefly} from './firefly/start-firefly.ts';
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
export type {KubernetesFault} from './kubernetes/kubernetes-fault.ts';
export type {ClusterProfile} from './kubernetes/cluster-plan/generate-cluster.ts';
export {customResources, deadGroupVersion} from './kubernetes/cluster-plan/custom-resources.ts';
export {
  generateCluster,
  type GeneratedCluster,
  type GeneratedClusterOptions,
} from './kubernetes/cluster-plan/generate-cluster.ts';
export type {KubernetesApi, KubernetesApiOptions} from './kubernetes/kubernetes-api.ts';
export type {Fault, FaultRule, InjectedFault} from './loopback/fault.ts';
export type {LoopbackRequest, RequestMatcher} from './loopback/loopback-request.ts';
export type {LoopbackServer, Pause} from './loopback/loopback-server.ts';
export type {WaitOptions} from './loopback/request-log.ts';
export {
  definitionName,
  groupVersion,
  type ResourceDefinition,
  type SubresourceDefinition,
} from './kubernetes/resource-definition.ts';
export {forbiddenResource, sandboxUsers} from './kubernetes/sandbox-users.ts';
export {type ServerCertificate, serverCertificate} from './loopback/server-certificate.ts';
export {startKubernetesApi} from './kubernetes/start-kubernetes-api.ts';
