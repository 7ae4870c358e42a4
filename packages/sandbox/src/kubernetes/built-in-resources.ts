import type {ResourceDefinition, SubresourceDefinition} from './resource-definition.ts';

interface Extras {
  readonly short?: string;
  readonly categories?: readonly string[];
  readonly sub?: readonly SubresourceDefinition[];
  readonly verbs?: readonly string[];
  readonly versions?: readonly string[];
  readonly computed?: boolean;
}

const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const readWrite = ['get', 'patch', 'update'];
const proxyVerbs = ['create', 'delete', 'get', 'patch', 'update'];
const all = ['all'];
const extensions = ['api-extensions'];
const createOnly = ['create'];

const status = (kind: string): SubresourceDefinition => ({name: 'status', kind, verbs: readWrite});
const scale: SubresourceDefinition = {
  name: 'scale',
  kind: 'Scale',
  group: 'autoscaling',
  version: 'v1',
  verbs: readWrite,
};

const podSubresources: readonly SubresourceDefinition[] = [
  {name: 'attach', kind: 'PodAttachOptions', verbs: ['create', 'get']},
  {name: 'binding', kind: 'Binding', verbs: createOnly},
  {name: 'ephemeralcontainers', kind: 'Pod', verbs: readWrite},
  {name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: createOnly},
  {name: 'exec', kind: 'PodExecOptions', verbs: ['create', 'get']},
  {name: 'log', kind: 'Pod', verbs: ['get']},
  {name: 'portforward', kind: 'PodPortForwardOptions', verbs: ['create', 'get']},
  {name: 'proxy', kind: 'PodProxyOptions', verbs: proxyVerbs},
  {name: 'resize', kind: 'Pod', verbs: readWrite},
  status('Pod'),
];

function inGroup(group: string, version: string) {
  const define =
    (namespaced: boolean) =>
    (resource: string, kind: string, extras: Extras = {}) => ({
      group,
      versions: extras.versions ?? [version],
      resource,
      singular: kind.toLowerCase(),
      kind,
      namespaced,
      verbs: extras.verbs ?? allVerbs,
      shortNames: extras.short?.split(',') ?? [],
      categories: extras.categories ?? [],
      subresources: extras.sub ?? [],
      custom: false,
      ...(extras.computed === true ? {computed: true} : {}),
    });
  return {spaced: define(true), wide: define(false)};
}

const core = inGroup('', 'v1');
const apps = inGroup('apps', 'v1');
const batch = inGroup('batch', 'v1');
const networking = inGroup('networking.k8s.io', 'v1');
const rbac = inGroup('rbac.authorization.k8s.io', 'v1');
const storage = inGroup('storage.k8s.io', 'v1');
const admission = inGroup('admissionregistration.k8s.io', 'v1');
const authorization = inGroup('authorization.k8s.io', 'v1');
const authentication = inGroup('authentication.k8s.io', 'v1');
const devices = inGroup('resource.k8s.io', 'v1');
const flowControl = inGroup('flowcontrol.apiserver.k8s.io', 'v1');

/**
 * What a kube-apiserver 1.36 serves by itself, groups and resources in the order of its discovery: names, verbs,
 * categories and subresources were read off a real one.
 */
export const builtInResources: readonly ResourceDefinition[] = [
  core.spaced('bindings', 'Binding', {verbs: createOnly}),
  core.wide('componentstatuses', 'ComponentStatus', {short: 'cs', verbs: ['get', 'list'], computed: true}),
  core.spaced('configmaps', 'ConfigMap', {short: 'cm'}),
  core.spaced('endpoints', 'Endpoints', {short: 'ep'}),
  core.spaced('events', 'Event', {short: 'ev'}),
  core.spaced('limitranges', 'LimitRange', {short: 'limits'}),
  core.wide('namespaces', 'Namespace', {
    short: 'ns',
    verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
    sub: [{name: 'finalize', kind: 'Namespace', verbs: ['update']}, status('Namespace')],
  }),
  core.wide('nodes', 'Node', {
    short: 'no',
    sub: [{name: 'proxy', kind: 'NodeProxyOptions', verbs: proxyVerbs}, status('Node')],
  }),
  core.spaced('persistentvolumeclaims', 'PersistentVolumeClaim', {
    short: 'pvc',
    sub: [status('PersistentVolumeClaim')],
  }),
  core.wide('persistentvolumes', 'PersistentVolume', {short: 'pv', sub: [status('PersistentVolume')]}),
  core.spaced('pods', 'Pod', {short: 'po', categories: all, sub: podSubresources}),
  core.spaced('podtemplates', 'PodTemplate'),
  core.spaced('replicationcontrollers', 'ReplicationController', {
    short: 'rc',
    categories: all,
    sub: [scale, status('ReplicationController')],
  }),
  core.spaced('resourcequotas', 'ResourceQuota', {short: 'quota', sub: [status('ResourceQuota')]}),
  core.spaced('secrets', 'Secret'),
  core.spaced('serviceaccounts', 'ServiceAccount', {
    short: 'sa',
    sub: [
      {
        name: 'token',
        kind: 'TokenRequest',
        group: 'authentication.k8s.io',
        version: 'v1',
        verbs: createOnly,
      },
    ],
  }),
  core.spaced('services', 'Service', {
    short: 'svc',
    categories: all,
    sub: [{name: 'proxy', kind: 'ServiceProxyOptions', verbs: proxyVerbs}, status('Service')],
  }),
  inGroup('apiregistration.k8s.io', 'v1').wide('apiservices', 'APIService', {
    categories: extensions,
    sub: [status('APIService')],
  }),
  apps.spaced('controllerrevisions', 'ControllerRevision'),
  apps.spaced('daemonsets', 'DaemonSet', {short: 'ds', categories: all, sub: [status('DaemonSet')]}),
  apps.spaced('deployments', 'Deployment', {
    short: 'deploy',
    categories: all,
    sub: [scale, status('Deployment')],
  }),
  apps.spaced('replicasets', 'ReplicaSet', {
    short: 'rs',
    categories: all,
    sub: [scale, status('ReplicaSet')],
  }),
  apps.spaced('statefulsets', 'StatefulSet', {
    short: 'sts',
    categories: all,
    sub: [scale, status('StatefulSet')],
  }),
  inGroup('events.k8s.io', 'v1').spaced('events', 'Event', {short: 'ev'}),
  authentication.wide('selfsubjectreviews', 'SelfSubjectReview', {verbs: createOnly}),
  authentication.wide('tokenreviews', 'TokenReview', {verbs: createOnly}),
  authorization.spaced('localsubjectaccessreviews', 'LocalSubjectAccessReview', {verbs: createOnly}),
  authorization.wide('selfsubjectaccessreviews', 'SelfSubjectAccessReview', {verbs: createOnly}),
  authorization.wide('selfsubjectrulesreviews', 'SelfSubjectRulesReview', {verbs: createOnly}),
  authorization.wide('subjectaccessreviews', 'SubjectAccessReview', {verbs: createOnly}),
  inGroup('autoscaling', 'v2').spaced('horizontalpodautoscalers', 'HorizontalPodAutoscaler', {
    short: 'hpa',
    categories: all,
    versions: ['v2', 'v1'],
    sub: [status('HorizontalPodAutoscaler')],
  }),
  batch.spaced('cronjobs', 'CronJob', {short: 'cj', categories: all, sub: [status('CronJob')]}),
  batch.spaced('jobs', 'Job', {categories: all, sub: [status('Job')]}),
  inGroup('certificates.k8s.io', 'v1').wide('certificatesigningrequests', 'CertificateSigningRequest', {
    short: 'csr',
    sub: [
      {name: 'approval', kind: 'CertificateSigningRequest', verbs: readWrite},
      status('CertificateSigningRequest'),
    ],
  }),
  networking.wide('ingressclasses', 'IngressClass'),
  networking.spaced('ingresses', 'Ingress', {short: 'ing', sub: [status('Ingress')]}),
  networking.wide('ipaddresses', 'IPAddress', {short: 'ip'}),
  networking.spaced('networkpolicies', 'NetworkPolicy', {short: 'netpol'}),
  networking.wide('servicecidrs', 'ServiceCIDR', {sub: [status('ServiceCIDR')]}),
  inGroup('policy', 'v1').spaced('poddisruptionbudgets', 'PodDisruptionBudget', {
    short: 'pdb',
    sub: [status('PodDisruptionBudget')],
  }),
  rbac.wide('clusterrolebindings', 'ClusterRoleBinding'),
  rbac.wide('clusterroles', 'ClusterRole'),
  rbac.spaced('rolebindings', 'RoleBinding'),
  rbac.spaced('roles', 'Role'),
  storage.wide('csidrivers', 'CSIDriver'),
  storage.wide('csinodes', 'CSINode'),
  storage.spaced('csistoragecapacities', 'CSIStorageCapacity'),
  storage.wide('storageclasses', 'StorageClass', {short: 'sc'}),
  storage.wide('volumeattachments', 'VolumeAttachment', {sub: [status('VolumeAttachment')]}),
  storage.wide('volumeattributesclasses', 'VolumeAttributesClass', {short: 'vac'}),
  admission.wide('mutatingadmissionpolicies', 'MutatingAdmissionPolicy', {categories: extensions}),
  admission.wide('mutatingadmissionpolicybindings', 'MutatingAdmissionPolicyBinding', {
    categories: extensions,
  }),
  admission.wide('mutatingwebhookconfigurations', 'MutatingWebhookConfiguration', {categories: extensions}),
  admission.wide('validatingadmissionpolicies', 'ValidatingAdmissionPolicy', {
    categories: extensions,
    sub: [status('ValidatingAdmissionPolicy')],
  }),
  admission.wide('validatingadmissionpolicybindings', 'ValidatingAdmissionPolicyBinding', {
    categories: extensions,
  }),
  admission.wide('validatingwebhookconfigurations', 'ValidatingWebhookConfiguration', {
    categories: extensions,
  }),
  inGroup('apiextensions.k8s.io', 'v1').wide('customresourcedefinitions', 'CustomResourceDefinition', {
    short: 'crd,crds',
    categories: extensions,
    sub: [status('CustomResourceDefinition')],
  }),
  inGroup('scheduling.k8s.io', 'v1').wide('priorityclasses', 'PriorityClass', {short: 'pc'}),
  inGroup('coordination.k8s.io', 'v1').spaced('leases', 'Lease'),
  inGroup('node.k8s.io', 'v1').wide('runtimeclasses', 'RuntimeClass'),
  inGroup('discovery.k8s.io', 'v1').spaced('endpointslices', 'EndpointSlice'),
  devices.wide('deviceclasses', 'DeviceClass'),
  devices.spaced('resourceclaims', 'ResourceClaim', {sub: [status('ResourceClaim')]}),
  devices.spaced('resourceclaimtemplates', 'ResourceClaimTemplate'),
  devices.wide('resourceslices', 'ResourceSlice'),
  flowControl.wide('flowschemas', 'FlowSchema', {sub: [status('FlowSchema')]}),
  flowControl.wide('prioritylevelconfigurations', 'PriorityLevelConfiguration', {
    sub: [status('PriorityLevelConfiguration')],
  }),
];
