import {
  looseTypes,
  objectsPerCertificate,
  objectsPerHelmSet,
  planCertificates,
  planHelm,
  planLoose,
  planSettings,
} from './loose-plan.ts';
import {createPlanContext, systemNamespaces} from './plan-context.ts';
import type {PlannedSegment} from './planned-segment.ts';
import {planStatics} from './static-plan.ts';
import {objectsPerWorkload, planWorkloads, type WorkloadCounts} from './workload-plan.ts';

/** What to plan. */
export interface PlanOptions {
  /** Objects in all, of all types. */
  readonly objects: number;
  readonly seed: number;
  /** Namespaces in all, the four of the system included. */
  readonly namespaces: number;
  /** Resources that stay empty. */
  readonly without: ReadonlySet<string>;
}

/** What a cluster will consist of. */
export interface ClusterPlan {
  /** In order of their bytes. */
  readonly namespaces: readonly string[];
  /** Segments of one resource stand in the order of their names. */
  readonly segments: readonly PlannedSegment[];
}

/** Shares of what is left when the statics are taken off; settings take the rest. */
const shares: WorkloadCounts & {readonly certificates: number; readonly loose: number} = {
  app: 0.55,
  sts: 0.08,
  ds: 0.02,
  cron: 0.05,
  rollout: 0.02,
  certificates: 0.03,
  loose: 0.18,
};
/** Sets of Helm releases: few in any cluster, whatever its size. */
const mostHelmSets = 40;

/** Plans a cluster of exactly so many objects. Throws a RangeError when they are too few for one of each type. */
export function planCluster({objects, seed, namespaces, without}: PlanOptions): ClusterPlan {
  const teams = Array.from(
    {length: Math.max(1, namespaces - systemNamespaces.length)},
    (_, index) => `team-${String(index).padStart(3, '0')}`,
  );
  const names = [...systemNamespaces, ...teams];
  const context = createPlanContext(names, seed);
  const kept = (segment: PlannedSegment) => !without.has(segment.resource);
  const statics = planStatics(context, Math.min(1000, 3 + Math.floor(objects / 1000))).filter(kept);
  const rest = objects - sizeOf(statics);

  const share = (fraction: number, size: number) => Math.max(1, Math.floor((rest * fraction) / size));
  const workloads = planWorkloads(context, {
    app: share(shares.app, objectsPerWorkload.app),
    sts: share(shares.sts, objectsPerWorkload.sts),
    ds: share(shares.ds, objectsPerWorkload.ds),
    cron: share(shares.cron, objectsPerWorkload.cron),
    rollout: share(shares.rollout, objectsPerWorkload.rollout),
  });
  const certificates = planCertificates(context, share(shares.certificates, objectsPerCertificate));
  const helm = planHelm(context, Math.min(mostHelmSets, share(0.03, objectsPerHelmSet)));
  const loose = planLoose(context, looseCounts(Math.floor(rest * shares.loose), without));
  const planned = [...statics, ...workloads, ...certificates, ...helm, ...loose].filter(kept);
  const left = objects - sizeOf(planned);
  if (left < 0) {
    throw new RangeError(
      `${objects} objects are too few for a generated cluster of ${names.length} namespaces; take 500 or more.`,
    );
  }
  const segments = [...planned, ...planSettings(context, left)];
  return {namespaces: names, segments: inNameOrder(segments)};
}

function looseCounts(total: number, without: ReadonlySet<string>): ReadonlyMap<string, number> {
  const types = looseTypes.filter(([resource]) => !without.has(resource));
  const weights = types.reduce((sum, [, weight]) => sum + weight, 0);
  return new Map(
    types.map(([resource, weight]) => [resource, Math.max(1, Math.floor((total * weight) / weights))]),
  );
}

/** Within a resource, segments by their first names; what several populations of one resource are called is known. */
function inNameOrder(segments: readonly PlannedSegment[]): readonly PlannedSegment[] {
  const firstName = ({population, nameOf}: PlannedSegment) => {
    const memberName = population.memberName(0, population.namespaceOf(0));
    return nameOf?.(memberName, 0, 0, 0) ?? memberName;
  };
  return segments
    .filter(({population}) => population.size > 0)
    .toSorted((one, other) => (firstName(one) < firstName(other) ? -1 : 1));
}

function sizeOf(segments: readonly PlannedSegment[]): number {
  return segments.reduce((sum, {population, perMember = 1}) => sum + population.size * perMember, 0);
}
