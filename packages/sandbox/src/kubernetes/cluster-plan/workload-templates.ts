import {podSpec} from './pod-spec.ts';
import type {TemplateSlots} from './object-template.ts';
import type {TemplateBuilder} from './template-builder.ts';
import {lastApplied, typedMetadata} from './typed-metadata.ts';

interface WorkloadOptions {
  readonly apiVersion: string;
  readonly kind: string;
  readonly serviceAccounts?: boolean;
}

const selectorOf = (at: TemplateSlots) => ({matchLabels: {app: at.memberName}});

function podTemplateOf(
  at: TemplateSlots,
  options: {serviceAccounts?: boolean; restartPolicy?: 'Never'} = {},
) {
  const {serviceAccounts, restartPolicy} = options;
  return {
    metadata: {labels: {app: at.memberName}, annotations: {'prometheus.io/scrape': 'true'}},
    spec: podSpec(at, {
      ...(serviceAccounts === true ? {serviceAccount: `sa-${at.memberName}`} : {}),
      ...(restartPolicy === undefined ? {} : {restartPolicy}),
    }),
  };
}

/** A Deployment that `kubectl apply` made, manifest annotation included. */
export function deploymentTemplate(): TemplateBuilder {
  return (at) => {
    const labels = {app: at.memberName, 'app.kubernetes.io/name': at.memberName, team: at.namespace};
    const spec = {
      replicas: 3,
      selector: selectorOf(at),
      template: podTemplateOf(at, {serviceAccounts: true}),
      strategy: {type: 'RollingUpdate', rollingUpdate: {maxUnavailable: '25%', maxSurge: '25%'}},
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    };
    const status = {
      observedGeneration: 2,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      conditions: ['Available', 'Progressing'].map((type) => ({
        type,
        status: 'True',
        lastUpdateTime: at.created,
        lastTransitionTime: at.created,
        reason: type === 'Available' ? 'MinimumReplicasAvailable' : 'NewReplicaSetAvailable',
        message: `ReplicaSet "${at.memberName}" has <successfully> progressed.`,
      })),
    };
    const manifest = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {annotations: {}, labels, name: at.name, namespace: at.namespace},
      spec: {replicas: 3, selector: selectorOf(at), template: {metadata: {labels: {app: at.memberName}}}},
    };
    return {
      metadata: typedMetadata(at, {
        generation: 2,
        labels,
        annotations: {'deployment.kubernetes.io/revision': '2', ...lastApplied(manifest)},
        managers: [
          {manager: 'kubectl-client-side-apply', apiVersion: 'apps/v1', fields: {spec}},
          {
            manager: 'kube-controller-manager',
            apiVersion: 'apps/v1',
            fields: {status},
            subresource: 'status',
          },
        ],
      }),
      spec,
      status,
    };
  };
}

/** Two of a Deployment's ReplicaSets: the superseded one of no replicas first, then the current one. */
export function replicaSetTemplate(owner: WorkloadOptions & {readonly segment: string}): TemplateBuilder {
  return (at, refs) => {
    const replicas = at.number(({child, segment}) => (child === segment.perMember - 1 ? 3 : 0));
    const spec = {
      replicas,
      selector: selectorOf(at),
      template: podTemplateOf(at, {serviceAccounts: owner.serviceAccounts ?? false}),
    };
    return {
      metadata: typedMetadata(at, {
        generation: 1,
        labels: {app: at.memberName},
        annotations: {'deployment.kubernetes.io/desired-replicas': '3'},
        owner: {...owner, name: refs.name(owner.segment), uid: refs.uid(owner.segment)},
        managers: [{manager: 'kube-controller-manager', apiVersion: 'apps/v1', fields: {spec}}],
      }),
      spec,
      status: {replicas, observedGeneration: 1},
    };
  };
}

/** A StatefulSet with a claim template `data`. */
export function statefulSetTemplate(): TemplateBuilder {
  return (at) => ({
    metadata: typedMetadata(at, {generation: 1, labels: {app: at.memberName}}),
    spec: {
      replicas: 2,
      selector: selectorOf(at),
      template: podTemplateOf(at),
      volumeClaimTemplates: [
        {
          kind: 'PersistentVolumeClaim',
          apiVersion: 'v1',
          metadata: {name: 'data'},
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: {requests: {storage: '10Gi'}},
            volumeMode: 'Filesystem',
          },
          status: {phase: 'Pending'},
        },
      ],
      serviceName: at.memberName,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 0}},
      revisionHistoryLimit: 10,
    },
    status: {observedGeneration: 1, replicas: 2, readyReplicas: 2, currentReplicas: 2, availableReplicas: 2},
  });
}

/** A DaemonSet. */
export function daemonSetTemplate(): TemplateBuilder {
  return (at) => ({
    metadata: typedMetadata(at, {generation: 1, labels: {app: at.memberName}}),
    spec: {
      selector: selectorOf(at),
      template: podTemplateOf(at),
      updateStrategy: {type: 'RollingUpdate', rollingUpdate: {maxUnavailable: 1, maxSurge: 0}},
      revisionHistoryLimit: 10,
    },
    status: {currentNumberScheduled: 4, numberMisscheduled: 0, desiredNumberScheduled: 4, numberReady: 4},
  });
}

/** The snapshot that a StatefulSet or DaemonSet keeps of its pod template; `data` is any JSON. */
export function controllerRevisionTemplate(
  owner: WorkloadOptions & {readonly segment: string},
): TemplateBuilder {
  return (at, refs) => ({
    metadata: typedMetadata(at, {
      labels: {app: at.memberName},
      owner: {...owner, name: refs.name(owner.segment), uid: refs.uid(owner.segment)},
    }),
    data: {spec: {template: {$patch: 'replace', ...podTemplateOf(at)}}},
    revision: 1,
  });
}

/** A CronJob, the owner of its Jobs. */
export function cronJobTemplate(): TemplateBuilder {
  return (at) => ({
    metadata: typedMetadata(at, {generation: 1, labels: {app: at.memberName}}),
    spec: {
      schedule: '*/15 * * * *',
      concurrencyPolicy: 'Forbid',
      suspend: false,
      jobTemplate: {spec: {template: podTemplateOf(at, {restartPolicy: 'Never'})}},
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    },
    status: {lastScheduleTime: at.created, lastSuccessfulTime: at.created},
  });
}

/** A finished Job under its CronJob. */
export function jobTemplate(): TemplateBuilder {
  return (at, refs) => ({
    metadata: typedMetadata(at, {
      generation: 1,
      labels: {app: at.memberName, 'job-name': at.name},
      annotations: {'batch.kubernetes.io/cronjob-scheduled-timestamp': at.created},
      owner: {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        name: refs.name('cronjobs.batch/cron'),
        uid: refs.uid('cronjobs.batch/cron'),
      },
    }),
    spec: {
      parallelism: 1,
      completions: 1,
      backoffLimit: 6,
      selector: {matchLabels: {'batch.kubernetes.io/controller-uid': at.uid}},
      template: podTemplateOf(at, {restartPolicy: 'Never'}),
      completionMode: 'NonIndexed',
      suspend: false,
    },
    status: {
      conditions: [
        {type: 'Complete', status: 'True', lastProbeTime: at.created, lastTransitionTime: at.created},
      ],
      startTime: at.created,
      completionTime: at.created,
      succeeded: 1,
    },
  });
}
