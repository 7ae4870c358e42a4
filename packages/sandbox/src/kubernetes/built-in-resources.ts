import type {ResourceDefinition, SubresourceDefinition} from './resource-definition.ts';

/**
 * What a kube-apiserver 1.36 serves by itself, groups and resources in the order of its discovery: names, verbs,
 * categories and subresources were read off a real one. A row tells, as `kubectl api-resources` does: name, short
 * names, whether it is namespaced, kind, subresources, and what else is not as usual.
 */
const table = `
  v1
    bindings                   -      true  Binding                - verbs=create
    componentstatuses          cs     false ComponentStatus        - verbs=get,list computed
    configmaps                 cm     true  ConfigMap              -
    endpoints                  ep     true  Endpoints              -
    events                     ev     true  Event                  -
    limitranges                limits true  LimitRange             -
    namespaces                 ns     false Namespace              finalize,status verbs=create,delete,get,list,patch,update,watch
    nodes                      no     false Node                   proxy,status
    persistentvolumeclaims     pvc    true  PersistentVolumeClaim  status
    persistentvolumes          pv     false PersistentVolume       status
    pods                       po     true  Pod                    attach,binding,ephemeralcontainers,eviction,exec,log,portforward,proxy,resize,status in=all
    podtemplates               -      true  PodTemplate            -
    replicationcontrollers     rc     true  ReplicationController  scale,status in=all
    resourcequotas             quota  true  ResourceQuota          status
    secrets                    -      true  Secret                 -
    serviceaccounts            sa     true  ServiceAccount         token
    services                   svc    true  Service                proxy,status in=all
  apiregistration.k8s.io/v1
    apiservices                -      false APIService             status in=api-extensions
  apps/v1
    controllerrevisions        -      true  ControllerRevision     -
    daemonsets                 ds     true  DaemonSet              status in=all
    deployments                deploy true  Deployment             scale,status in=all
    replicasets                rs     true  ReplicaSet             scale,status in=all
    statefulsets               sts    true  StatefulSet            scale,status in=all
  events.k8s.io/v1
    events                     ev     true  Event                  -
  authentication.k8s.io/v1
    selfsubjectreviews         -      false SelfSubjectReview      - verbs=create
    tokenreviews               -      false TokenReview            - verbs=create
  authorization.k8s.io/v1
    localsubjectaccessreviews  -      true  LocalSubjectAccessReview - verbs=create
    selfsubjectaccessreviews   -      false SelfSubjectAccessReview - verbs=create
    selfsubjectrulesreviews    -      false SelfSubjectRulesReview - verbs=create
    subjectaccessreviews       -      false SubjectAccessReview    - verbs=create
  autoscaling/v2,v1
    horizontalpodautoscalers   hpa    true  HorizontalPodAutoscaler status in=all
  batch/v1
    cronjobs                   cj     true  CronJob                status in=all
    jobs                       -      true  Job                    status in=all
  certificates.k8s.io/v1
    certificatesigningrequests csr    false CertificateSigningRequest approval,status
  networking.k8s.io/v1
    ingressclasses             -      false IngressClass           -
    ingresses                  ing    true  Ingress                status
    ipaddresses                ip     false IPAddress              -
    networkpolicies            netpol true  NetworkPolicy          -
    servicecidrs               -      false ServiceCIDR            status
  policy/v1
    poddisruptionbudgets       pdb    true  PodDisruptionBudget    status
  rbac.authorization.k8s.io/v1
    clusterrolebindings        -      false ClusterRoleBinding     -
    clusterroles               -      false ClusterRole            -
    rolebindings               -      true  RoleBinding            -
    roles                      -      true  Role                   -
  storage.k8s.io/v1
    csidrivers                 -      false CSIDriver              -
    csinodes                   -      false CSINode                -
    csistoragecapacities       -      true  CSIStorageCapacity     -
    storageclasses             sc     false StorageClass           -
    volumeattachments          -      false VolumeAttachment       status
    volumeattributesclasses    vac    false VolumeAttributesClass  -
  admissionregistration.k8s.io/v1
    mutatingadmissionpolicies         - false MutatingAdmissionPolicy          - in=api-extensions
    mutatingadmissionpolicybindings   - false MutatingAdmissionPolicyBinding   - in=api-extensions
    mutatingwebhookconfigurations     - false MutatingWebhookConfiguration     - in=api-extensions
    validatingadmissionpolicies       - false ValidatingAdmissionPolicy        status in=api-extensions
    validatingadmissionpolicybindings - false ValidatingAdmissionPolicyBinding - in=api-extensions
    validatingwebhookconfigurations   - false ValidatingWebhookConfiguration   - in=api-extensions
  apiextensions.k8s.io/v1
    customresourcedefinitions crd,crds false CustomResourceDefinition status in=api-extensions
  scheduling.k8s.io/v1
    priorityclasses            pc     false PriorityClass          -
  coordination.k8s.io/v1
    leases                     -      true  Lease                  -
  node.k8s.io/v1
    runtimeclasses             -      false RuntimeClass           -
  discovery.k8s.io/v1
    endpointslices             -      true  EndpointSlice          -
  resource.k8s.io/v1
    deviceclasses              -      false DeviceClass            -
    resourceclaims             -      true  ResourceClaim          status
    resourceclaimtemplates     -      true  ResourceClaimTemplate  -
    resourceslices             -      false ResourceSlice          -
  flowcontrol.apiserver.k8s.io/v1
    flowschemas                -      false FlowSchema             status
    prioritylevelconfigurations -     false PriorityLevelConfiguration status
`;

const usualVerbs = 'create,delete,deletecollection,get,list,patch,update,watch';
const readWrite = ['get', 'patch', 'update'];

/** Subresources whose kind is not that of their resource, or whose verbs are not these three; `Kind` is its kind. */
const subresources: Readonly<Record<string, Omit<SubresourceDefinition, 'name'>>> = {
  attach: {kind: 'PodAttachOptions', verbs: ['create', 'get']},
  binding: {kind: 'Binding', verbs: ['create']},
  eviction: {kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create']},
  exec: {kind: 'PodExecOptions', verbs: ['create', 'get']},
  finalize: {kind: 'Namespace', verbs: ['update']},
  log: {kind: 'Pod', verbs: ['get']},
  portforward: {kind: 'PodPortForwardOptions', verbs: ['create', 'get']},
  proxy: {kind: 'ProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update']},
  scale: {kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: readWrite},
  token: {kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create']},
};

/** The subresource of this name as every kind has it that has one. */
export function subresourceOf(kind: string, name: string): SubresourceDefinition {
  const known = subresources[name] ?? {kind, verbs: readWrite};
  return {name, ...known, ...(name === 'proxy' && {kind: `${kind}${known.kind}`})};
}

const listOf = (text: string) => (text === '-' ? [] : text.split(','));

/** The table, read. */
export const builtInResources: readonly ResourceDefinition[] = table
  .trim()
  .split(/\n {2}(?! )/)
  .flatMap((part) => {
    const [head = '', ...rows] = part.trim().split(/\n +/);
    const [group = '', versions = ''] = head.includes('/') ? head.split('/') : ['', head];
    return rows.map((row) => {
      const [resource = '', short = '', namespaced, kind = '', names = '', ...unusual] = row.split(/ +/);
      const valueOf = (key: string) => unusual.find((word) => word.startsWith(`${key}=`))?.split('=')[1];
      return {
        group,
        versions: versions.split(','),
        resource,
        singular: kind.toLowerCase(),
        kind,
        namespaced: namespaced === 'true',
        verbs: (valueOf('verbs') ?? usualVerbs).split(','),
        shortNames: listOf(short),
        categories: listOf(valueOf('in') ?? '-'),
        subresources: listOf(names).map((name) => subresourceOf(kind, name)),
        custom: false,
        ...(unusual.includes('computed') ? {computed: true} : {}),
      };
    });
  });
