import type {TemplateBuilder} from './template-builder.ts';
import {typedMetadata} from './typed-metadata.ts';

/** A namespace. */
export const namespaceTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {namespaced: false, labels: {'kubernetes.io/metadata.name': at.name}}),
  spec: {finalizers: ['kubernetes']},
  status: {phase: 'Active'},
});

/** A node with its images, the list that makes nodes the fattest of small types. */
export const nodeTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {
    namespaced: false,
    labels: {
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': at.name,
      'kubernetes.io/os': 'linux',
      'topology.kubernetes.io/zone': 'eu-central-1a',
    },
    annotations: {'node.alpha.kubernetes.io/ttl': '0'},
  }),
  spec: {podCIDR: '10.0.0.0/24', podCIDRs: ['10.0.0.0/24'], providerID: `aws:///eu-central-1a/${at.name}`},
  status: {
    capacity: {cpu: '8', memory: '32Gi', pods: '110', 'ephemeral-storage': '104845292Ki'},
    allocatable: {cpu: '7910m', memory: '31482Mi', pods: '110'},
    conditions: ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map((type) => ({
      type,
      status: type === 'Ready' ? 'True' : 'False',
      lastHeartbeatTime: at.created,
      lastTransitionTime: at.created,
      reason: `Kubelet${type}`,
      message: `kubelet reports ${type}`,
    })),
    addresses: [{type: 'Hostname', address: at.name}],
    daemonEndpoints: {kubeletEndpoint: {Port: 10250}},
    nodeInfo: {
      kernelVersion: '6.12.9',
      osImage: 'Debian GNU/Linux 13',
      kubeletVersion: 'v1.36.2',
      architecture: 'amd64',
    },
    images: Array.from({length: 20}, (_, index) => ({
      names: [`registry.example.com/library/image-${index}@sha256:${String(index).padStart(64, 'a')}`],
      sizeBytes: 104_857_600 + index,
    })),
  },
});

/** A node's or a leader's Lease. */
export const leaseTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at),
  spec: {holderIdentity: at.name, leaseDurationSeconds: 40, renewTime: '2026-11-22T08:58:00.090749Z'},
});

/** An Event of core/v1. */
export const eventTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at),
  involvedObject: {kind: 'Pod', namespace: at.namespace, name: at.memberName, apiVersion: 'v1'},
  reason: 'BackOff',
  message: 'Back-off restarting failed container server in pod <unknown> & friends',
  source: {component: 'kubelet', host: 'node-000'},
  firstTimestamp: at.created,
  lastTimestamp: at.created,
  count: at.number((position) => position.chance(9) % 100),
  type: 'Warning',
  eventTime: null,
  reportingComponent: 'kubelet',
  reportingInstance: 'node-000',
});
