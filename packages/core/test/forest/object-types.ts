import type {ResourceType} from '../../src/resource-type.ts';

function type(group: string, kind: string, namespaced = true): ResourceType {
  return {group, version: 'v1', kind, resource: `${kind.toLowerCase()}s`, namespaced};
}

/** The types that trees are tested with, look-alikes of other groups included. */
export const objectTypes = {
  pod: type('', 'Pod'),
  service: type('', 'Service'),
  knativeService: type('serving.knative.dev', 'Service'),
  endpoints: type('', 'Endpoints'),
  endpointSlice: type('discovery.k8s.io', 'EndpointSlice'),
  claim: type('', 'PersistentVolumeClaim'),
  volume: type('', 'PersistentVolume', false),
  deployment: type('apps', 'Deployment'),
  replicaSet: type('apps', 'ReplicaSet'),
  statefulSet: type('apps', 'StatefulSet'),
  otherStatefulSet: type('apps.kruise.io', 'StatefulSet'),
  cronJob: type('batch', 'CronJob'),
  job: type('batch', 'Job'),
  ingress: type('networking.k8s.io', 'Ingress'),
  provisioner: type('karpenter.sh', 'Provisioner', false),
  widget: type('example.com', 'Widget'),
} as const;
