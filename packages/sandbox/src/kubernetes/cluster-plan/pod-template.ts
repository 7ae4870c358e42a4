import {podSpec, type PodSpecOptions} from './pod-spec.ts';
import type {TemplateBuilder} from './template-builder.ts';
import {typedMetadata} from './typed-metadata.ts';
import type {TemplateSlots} from './object-template.ts';

/** Whose pod it is, and how it is doing. */
export interface PodOptions {
  readonly owner: {
    readonly apiVersion: string;
    readonly kind: string;
    /** `replicasets.apps/app`. */
    readonly segment: string;
    /** Which of the member's owners a pod belongs to. */
    readonly child?: (child: number) => number;
  };
  readonly phase?: 'Running' | 'Succeeded';
  /** What is mounted as `data`: the claim of the same ordinal. */
  readonly claims?: boolean;
  readonly serviceAccounts?: boolean;
}

/** A pod of some 6 KB, as a kubelet reports it. */
export function podTemplate({
  owner,
  phase = 'Running',
  claims,
  serviceAccounts,
}: PodOptions): TemplateBuilder {
  return (at, refs) => {
    const name = refs.name(owner.segment, owner.child);
    const specOptions: PodSpecOptions = {
      scheduled: true,
      restartPolicy: phase === 'Running' ? 'Always' : 'Never',
      ...(claims === true ? {claim: `data-${at.name}`} : {}),
      ...(serviceAccounts === true ? {serviceAccount: `sa-${at.memberName}`} : {}),
    };
    const spec = podSpec(at, specOptions);
    const status = podStatus(at, phase);
    return {
      metadata: typedMetadata(at, {
        generateName: `${at.text(name)}-`,
        labels: {
          app: at.memberName,
          'app.kubernetes.io/managed-by': 'Helm',
          'app.kubernetes.io/part-of': 'shop',
          'pod-template-hash': at.text((position) => position.chance(3).toString(16)),
        },
        annotations: {
          'prometheus.io/scrape': 'true',
          'prometheus.io/port': '9090',
          'checksum/config': '2e5a1b7e3f0c41c1b93ad4b5ad5ff4be0ad5f3a1c3c27e5bb1bf1aeb1d4b6d0e',
        },
        owner: {
          apiVersion: owner.apiVersion,
          kind: owner.kind,
          name,
          uid: refs.uid(owner.segment, owner.child),
        },
        managers: [
          // The names of containers and volumes: all of their fields would double a pod's size.
          {manager: 'kube-controller-manager', apiVersion: 'v1', fields: {spec: outline(spec)}},
          {manager: 'kubelet', apiVersion: 'v1', fields: {status: outline(status)}, subresource: 'status'},
        ],
      }),
      spec,
      status,
    };
  };
}

function outline(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      key,
      Array.isArray(value)
        ? value.map(({name, type}: {name?: string; type?: string}) => ({
            ...(name && {name}),
            ...(type && {type}),
          }))
        : value,
    ]),
  );
}

function podStatus(at: TemplateSlots, phase: 'Running' | 'Succeeded') {
  const startedAt = at.text((position) => position.time(21));
  const ready = phase === 'Running' ? 'True' : 'False';
  const ip = at.text(({member, child}) => `10.${(member >>> 8) & 255}.${member & 255}.${child + 1}`);
  return {
    phase,
    conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(
      (type) => ({
        type,
        status: type.includes('Ready') ? ready : 'True',
        lastProbeTime: null,
        lastTransitionTime: startedAt,
      }),
    ),
    hostIP: '192.0.2.17',
    hostIPs: [{ip: '192.0.2.17'}],
    podIP: ip,
    podIPs: [{ip}],
    startTime: startedAt,
    containerStatuses: ['proxy', 'server'].map((name) => ({
      name,
      state:
        phase === 'Running'
          ? {running: {startedAt}}
          : {terminated: {exitCode: 0, reason: 'Completed', startedAt, finishedAt: startedAt}},
      lastState: {},
      ready: phase === 'Running',
      restartCount: at.number((position) => position.chance(22) % 5),
      image: 'registry.example.com/shop/server:v2.14.3',
      imageID:
        'registry.example.com/shop/server@sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
      containerID: `containerd://${at.text((position) => position.uid.replaceAll('-', ''))}`,
      started: phase === 'Running',
    })),
    qosClass: 'Burstable',
  };
}
