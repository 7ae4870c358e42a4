/** Resources that only the bench profile fills; the demo leaves them empty to have 40 types. */
const benchOnly = [
  'csidrivers.storage.k8s.io',
  'csinodes.storage.k8s.io',
  'events',
  'flowschemas.flowcontrol.apiserver.k8s.io',
  'ingressclasses.networking.k8s.io',
  'limitranges',
  'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  'podtemplates',
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io',
  'replicationcontrollers',
  'resourcequotas',
  'runtimeclasses.node.k8s.io',
  'servicemonitors.monitoring.coreos.com',
  'validatingwebhookconfigurations.admissionregistration.k8s.io',
  'volumeattachments.storage.k8s.io',
];

/** `demo`: 40 types with objects; `bench`: 55. */
export type ClusterProfile = 'demo' | 'bench';

/** What a profile leaves out, and how many objects it has by default. */
export const profiles: Readonly<
  Record<ClusterProfile, {readonly objects: number; readonly without: ReadonlySet<string>}>
> = {
  demo: {objects: 2500, without: new Set(benchOnly)},
  bench: {objects: 20_000, without: new Set()},
};
