import {credentialsTemplate, configMapTemplate, serviceAccountTemplate} from './config-templates.ts';
import {rolloutTemplate} from './custom-templates.ts';
import {endpointSliceTemplate, endpointsTemplate, serviceTemplate} from './network-templates.ts';
import type {PlanContext} from './plan-context.ts';
import type {PlannedSegment} from './planned-segment.ts';
import {podTemplate} from './pod-template.ts';
import type {Population} from './population.ts';
import {Segment} from './segment.ts';
import {claimTemplate, volumeTemplate} from './storage-templates.ts';
import {
  controllerRevisionTemplate,
  cronJobTemplate,
  daemonSetTemplate,
  deploymentTemplate,
  jobTemplate,
  replicaSetTemplate,
  statefulSetTemplate,
} from './workload-templates.ts';

/** How many workloads of each sort. */
export interface WorkloadCounts {
  readonly app: number;
  readonly sts: number;
  readonly ds: number;
  readonly cron: number;
  readonly rollout: number;
}

/** Objects that one workload of each sort makes. */
export const objectsPerWorkload: WorkloadCounts = {app: 12, sts: 11, ds: 6, cron: 5, rollout: 4};

const appWords = ['api-', 'auth-', 'billing-', 'cart-', 'checkout-', 'frontend-', 'gateway-', 'inventory-'];
const letters = 'bcdfghjklm';
/** Generated parts of names: in order of the number, and otherwise as random as they look. */
const suffix = (text: string, child: number) => `${letters[child] ?? 'z'}${text}`;
const nameSuffixed = (text: string) => (name: string, child: number) => `${name}-${suffix(text, child)}`;

/**
 * Workloads with all that controllers derive from them. Words begin so that the objects of one sort stand before
 * those of the next, in the order agent, app, job, rollout, store; segments of a resource follow that order.
 */
export function planWorkloads(context: PlanContext, counts: WorkloadCounts): readonly PlannedSegment[] {
  const agents = context.spreadOver('ds', counts.ds, ['agent-logs-', 'agent-mesh-', 'agent-node-']);
  const apps = context.spreadOver('app', counts.app, appWords);
  const jobs = context.spreadOver('cron', counts.cron, ['job-backup-', 'job-cleanup-', 'job-report-']);
  const rollouts = context.spreadOver('rollout', counts.rollout, ['rollout-']);
  const stores = context.spreadOver('sts', counts.sts, ['store-cache-', 'store-kafka-', 'store-postgres-']);
  return [
    ...planAgents(agents),
    ...planApps(apps),
    ...planJobs(jobs),
    ...planRollouts(rollouts),
    ...planStores(stores),
  ];
}

function planAgents(population: Population): readonly PlannedSegment[] {
  const owner = {apiVersion: 'apps/v1', kind: 'DaemonSet', segment: 'daemonsets.apps/ds'};
  return [
    {resource: 'daemonsets.apps', population, variants: [daemonSetTemplate()]},
    revisions(population, owner),
    {
      resource: 'pods',
      population,
      perMember: 4,
      nameOf: nameSuffixed('x7k2'),
      variants: [podTemplate({owner})],
    },
  ];
}

function planApps(population: Population): readonly PlannedSegment[] {
  const replicaSets = 'replicasets.apps/app';
  const hash = '6f9c8d5';
  return [
    {resource: 'deployments.apps', population, variants: [deploymentTemplate()]},
    {
      resource: 'replicasets.apps',
      population,
      perMember: 2,
      nameOf: nameSuffixed(hash),
      variants: [
        replicaSetTemplate({
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          segment: 'deployments.apps/app',
          serviceAccounts: true,
        }),
      ],
    },
    {
      resource: 'pods',
      population,
      perMember: 3,
      nameOf: (name, child) => `${name}-${suffix(hash, 1)}-${suffix('4x2p', child)}`,
      // All pods belong to the newer ReplicaSet, the second.
      variants: [
        podTemplate({
          owner: {apiVersion: 'apps/v1', kind: 'ReplicaSet', segment: replicaSets, child: () => 1},
          serviceAccounts: true,
        }),
      ],
    },
    ...planService(population, false),
    {
      resource: 'configmaps',
      population,
      nameOf: (name) => `${name}-config`,
      variants: [configMapTemplate],
    },
    {
      resource: 'serviceaccounts',
      population,
      nameOf: (name) => `sa-${name}`,
      variants: [serviceAccountTemplate],
    },
    {
      resource: 'secrets',
      population,
      nameOf: (name) => `${name}-credentials`,
      variants: [credentialsTemplate],
    },
  ];
}

function planJobs(population: Population): readonly PlannedSegment[] {
  const jobName = (name: string, child: number) => `${name}-${29_400_000 + child * 15}`;
  return [
    {resource: 'cronjobs.batch', population, variants: [cronJobTemplate()]},
    {resource: 'jobs.batch', population, perMember: 2, nameOf: jobName, variants: [jobTemplate()]},
    {
      resource: 'pods',
      population,
      perMember: 2,
      nameOf: (name, child) => `${jobName(name, child)}-q8wzn`,
      variants: [
        podTemplate({
          owner: {apiVersion: 'batch/v1', kind: 'Job', segment: 'jobs.batch/cron', child: (child) => child},
          phase: 'Succeeded',
        }),
      ],
    },
  ];
}

function planRollouts(population: Population): readonly PlannedSegment[] {
  const nameOf = (name: string) => `${name}-5b7d9f4c6`;
  return [
    {resource: 'rollouts.argoproj.io', population, variants: [rolloutTemplate]},
    {
      resource: 'replicasets.apps',
      population,
      nameOf,
      variants: [
        replicaSetTemplate({
          apiVersion: 'argoproj.io/v1',
          kind: 'Rollout',
          segment: 'rollouts.argoproj.io/rollout',
        }),
      ],
    },
    {
      resource: 'pods',
      population,
      perMember: 2,
      nameOf: (name, child) => `${nameOf(name)}-${suffix('m6ts', child)}`,
      variants: [
        podTemplate({
          owner: {apiVersion: 'apps/v1', kind: 'ReplicaSet', segment: 'replicasets.apps/rollout'},
        }),
      ],
    },
  ];
}

function planStores(population: Population): readonly PlannedSegment[] {
  const owner = {apiVersion: 'apps/v1', kind: 'StatefulSet', segment: 'statefulsets.apps/sts'};
  const claims = {
    resource: 'persistentvolumeclaims',
    population,
    perMember: 2,
    nameOf: (name: string, child: number) => `data-${name}-${child}`,
    // Volumes are named after their claims' UIDs, and must be in order too.
    ascendingUids: true,
  };
  const claim = new Segment(claims);
  return [
    {resource: 'statefulsets.apps', population, variants: [statefulSetTemplate()]},
    revisions(population, owner),
    {
      resource: 'pods',
      population,
      perMember: 2,
      nameOf: (name, child) => `${name}-${child}`,
      variants: [podTemplate({owner, claims: true})],
    },
    {...claims, variants: [claimTemplate]},
    {
      resource: 'persistentvolumes',
      population,
      perMember: 2,
      nameOf: (_, child, member, seed) => `pvc-${claim.uid(member, child, seed)}`,
      variants: [volumeTemplate],
    },
    ...planService(population, true),
  ];
}

function planService(population: Population, headless: boolean): readonly PlannedSegment[] {
  const service = `services/${population.name}`;
  return [
    {resource: 'services', population, variants: [serviceTemplate(headless)]},
    {resource: 'endpoints', population, variants: [endpointsTemplate]},
    {
      resource: 'endpointslices.discovery.k8s.io',
      population,
      nameOf: nameSuffixed('9rnd'),
      variants: [endpointSliceTemplate(service)],
    },
  ];
}

function revisions(
  population: Population,
  owner: {readonly apiVersion: string; readonly kind: string; readonly segment: string},
): PlannedSegment {
  return {
    resource: 'controllerrevisions.apps',
    population,
    nameOf: nameSuffixed('7c9db'),
    variants: [controllerRevisionTemplate(owner)],
  };
}
