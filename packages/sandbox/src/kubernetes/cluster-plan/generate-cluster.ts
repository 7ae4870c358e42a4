import {groupsOf} from '../api-group.ts';
import {builtInResources} from '../built-in-resources.ts';
import type {Cluster, ObjectTable} from '../cluster.ts';
import {definitionName, groupVersion, type ResourceDefinition} from '../resource-definition.ts';
import {type ClusterProfile, profiles} from './cluster-profile.ts';
import {customResources, deadGroupVersion} from './custom-resources.ts';
import {GeneratedTable} from './generated-table.ts';
import {type ClusterPlan, planCluster} from './plan-cluster.ts';
import {Segment} from './segment.ts';
import {buildTemplate, References} from './template-builder.ts';

/** Which cluster to generate. */
export interface GeneratedClusterOptions {
  /** Default `demo`. */
  readonly profile?: ClusterProfile;
  /** Objects of all types together. Default: the profile's. */
  readonly objects?: number;
  /** Size of each object in bytes, Helm's storage excepted; what cannot be so small keeps its least size. */
  readonly objectBytes?: number;
  /** Same seed, same bytes. Default 1. */
  readonly seed?: number;
  /** Namespaces in all. Default: grows with the number of objects, 12 for the demo. */
  readonly namespaces?: number;
}

/** A cluster of any size that is never in memory: each object is made of its number when it is asked for. */
export interface GeneratedCluster extends Cluster {
  /** Objects of all types together. */
  readonly objects: number;
  readonly namespaces: readonly string[];
  /** How many objects a resource has (`pods`, `widgets.example.com`); 0 for unknown ones. */
  count(resource: string): number;
}

/** Generates a cluster, deterministically. Throws a RangeError for sizes below the smallest cluster's. */
export function generateCluster(options: GeneratedClusterOptions = {}): GeneratedCluster {
  const {profile = 'demo', seed = 1, objectBytes} = options;
  const {objects = profiles[profile].objects} = options;
  const namespaces = options.namespaces ?? Math.min(200, 8 + Math.floor(Math.sqrt(objects) / 12));
  const plan = planCluster({objects, seed, namespaces, without: profiles[profile].without});
  return new PlannedCluster({plan, objects, seed, ...(objectBytes === undefined ? {} : {objectBytes})});
}

interface PlannedClusterOptions {
  readonly plan: ClusterPlan;
  readonly objects: number;
  readonly seed: number;
  readonly objectBytes?: number;
}

class PlannedCluster implements GeneratedCluster {
  readonly resources = [...builtInResources, ...customResources];
  readonly groups = groupsOf(this.resources, [deadGroupVersion]);
  readonly objects: number;
  readonly namespaces: readonly string[];
  resourceVersion = 5_000_000;
  readonly #tables = new Map<string, ObjectTable>();

  constructor({plan, objects, seed, objectBytes}: PlannedClusterOptions) {
    this.objects = objects;
    this.namespaces = plan.namespaces;
    const segments = plan.segments.map((planned) => new Segment(planned));
    const refs = new References(segments);
    const byName = new Map(this.resources.map((definition) => [definitionName(definition), definition]));
    for (const [index, {variants, resource, sizable = true}] of plan.segments.entries()) {
      const definition = byName.get(resource);
      const segment = segments[index];
      if (definition === undefined || segment === undefined) throw new Error(`${resource} is not defined.`);
      const custom = customHead(definition);
      segment.templates = variants.map((builder) =>
        buildTemplate(builder, {
          refs,
          ...(custom === undefined ? {} : {custom}),
          ...(sizable && objectBytes !== undefined ? {bytes: objectBytes} : {}),
        }),
      );
    }
    for (const definition of this.resources) {
      const name = definitionName(definition);
      const own = segments.filter(({resource}) => resource === name);
      this.#tables.set(
        name,
        new GeneratedTable({definition, segments: own, namespaces: this.namespaces, seed}),
      );
    }
  }

  advance() {
    return ++this.resourceVersion;
  }

  count(resource: string) {
    return this.#tables.get(resource)?.length ?? 0;
  }

  read(definition: ResourceDefinition, resourceVersion = this.resourceVersion) {
    // Nothing in it ever changes: every resource version shows the same.
    return resourceVersion > this.resourceVersion ? undefined : this.#tables.get(definitionName(definition));
  }
}

function customHead({custom, group, versions, kind}: ResourceDefinition) {
  return custom ? {apiVersion: groupVersion(group, versions[0] ?? ''), kind} : undefined;
}
