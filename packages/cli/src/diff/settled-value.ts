/** A value of JSON; numbers that a double cannot hold are their own text. */
export type Json = string | number | boolean | null | readonly Json[] | {readonly [key: string]: Json};

/** What tells which fields of an object change by themselves. */
export interface SettleOptions {
  /** Leaves nothing out. */
  readonly allFields: boolean;
  /** The objects may be of two clusters: what an API server gives each object is left out, too. */
  readonly acrossClusters: boolean;
}

const ofServer = ['managedFields', 'resourceVersion', 'generation', 'selfLink'];
const ofOneCluster = ['uid', 'creationTimestamp'];
/** Leader election and what controllers note for themselves. */
const ofControllers = new Set([
  'control-plane.alpha.kubernetes.io/leader',
  'endpoints.kubernetes.io/last-change-trigger-time',
  'autoscaling.alpha.kubernetes.io/conditions',
  'autoscaling.alpha.kubernetes.io/current-metrics',
]);
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** A number of JSON, outside of a text, that a double may not hold. */
const longNumber = /[:[,]\s*-?\d[\d.]{15}/;

/** The object that a text is: every number as it stands there. */
export function parseExactly(text: string): Json {
  if (!longNumber.test(text)) return JSON.parse(text) as Json;
  // The third argument has a number's own text (ES2026, "JSON.parse source text access").
  const exact = (_: string, value: Json, {source = ''}: {readonly source?: string} = {}) =>
    typeof value === 'number' && source.length > 15 ? source : value;
  try {
    return JSON.parse(text, exact) as Json;
  } catch (error) {
    // Nested deeper than the call stack.
    if (error instanceof RangeError) return JSON.parse(text) as Json;
    throw error;
  }
}

/**
 * The object without what changes by itself: bookkeeping of the API server, heartbeats (Leases, those of Nodes, leader
 * election), times in its status, measurements. Of a Lease and of metrics nothing is left but that they are there.
 */
export function settledValue(object: Json, {allFields, acrossClusters}: SettleOptions): Json {
  if (allFields || !isRecord(object)) return object;
  const {apiVersion, kind, metadata, status, ...rest} = object;
  const group = typeof apiVersion === 'string' ? apiVersion.replace(/\/.*$/, '') : '';
  const beats = (group === 'coordination.k8s.io' && kind === 'Lease') || group === 'metrics.k8s.io';
  const settled: Record<string, Json> = beats ? {} : {...rest};
  if (apiVersion !== undefined) settled['apiVersion'] = apiVersion;
  if (kind !== undefined) settled['kind'] = kind;
  if (metadata !== undefined) settled['metadata'] = settledMetadata(metadata, acrossClusters);
  const left = status === undefined || beats ? undefined : withoutTimes(status);
  if (left !== undefined) settled['status'] = left;
  return settled;
}

function settledMetadata(metadata: Json, acrossClusters: boolean): Json {
  if (!isRecord(metadata)) return metadata;
  const unwanted = new Set(acrossClusters ? [...ofServer, ...ofOneCluster] : ofServer);
  return Object.fromEntries(
    Object.entries(metadata).flatMap(([key, value]): [string, Json][] => {
      if (unwanted.has(key)) return [];
      if (key === 'annotations' && isRecord(value)) {
        const kept = Object.entries(value).filter(([name]) => !ofControllers.has(name));
        return kept.length === 0 ? [] : [[key, Object.fromEntries(kept)]];
      }
      if (key === 'ownerReferences' && acrossClusters && Array.isArray(value))
        return [[key, value.map((owner: Json) => (isRecord(owner) ? {...owner, uid: ''} : owner))]];
      return [[key, value]];
    }),
  );
}

/** Undefined for what is nothing but a time, or the generation that a controller has seen. */
function withoutTimes(value: Json): Json | undefined {
  if (typeof value === 'string') return time.test(value) ? undefined : value;
  if (isRecord(value))
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) => {
        const left = key === 'observedGeneration' ? undefined : withoutTimes(inner);
        return left === undefined ? [] : [[key, left]];
      }),
    );
  return Array.isArray(value) ? value.flatMap((inner: Json) => withoutTimes(inner) ?? []) : value;
}

/** Whether it is an object of JSON. */
export function isRecord(value: Json | undefined): value is {readonly [key: string]: Json} {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
