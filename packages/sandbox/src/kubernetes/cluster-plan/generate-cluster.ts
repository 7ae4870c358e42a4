import {groupsOf} from '../api-group.ts';
import {builtInResources} from '../built-in-resources.ts';
import type {Cluster, ObjectTable} from '../cluster.ts';
import {definitionName, type ResourceDefinition} from '../resource-definition.ts';
import {buildTemplates} from './build-templates.ts';
import {customResources, deadGroupVersion} from './custom-resources.ts';
import {GeneratedTable} from './generated-table.ts';
import {readManifests} from './manifests.ts';
import {type ClusterPlan, planCluster} from './plan-cluster.ts';
import {Position, Segment} from './segment.ts';
import {textOf} from './slots.ts';

/** `demo`: 40 types with objects; `bench`: 55. */
export type ClusterProfile = 'demo' | 'bench';

const defaultObjects: Readonly<Record<ClusterProfile, number>> = {demo: 2500, bench: 20_000};

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
  const {objects = defaultObjects[profile]} = options;
  const namespaces = options.namespaces ?? Math.min(200, 8 + Math.floor(Math.sqrt(objects) / 12));
  const plan = planCluster({objects, seed, namespaces, bench: profile === 'bench'});
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
    const definitions = new Map(this.resources.map((definition) => [definitionName(definition), definition]));
    const segments = segmentsOf(plan);
    const {fragments} = readManifests();
    const place = new Position(seed, plan.namespaces);
    const parts = plan.objects.flatMap(({manifest, population, parameters}) => {
      const segment = segments.get(`${manifest.resource}/${population.name}`);
      const definition = definitions.get(manifest.resource);
      if (definition === undefined || segment === undefined)
        throw new Error(`${manifest.resource} is not defined.`);
      if (segment.size === 0) return [];
      const owner = definitions.get(manifest.owner ?? '');
      const options = {definition, owner, fragments, parameters, bytes: objectBytes};
      const firstName = place.move(segment, 0, 0).name;
      return [{segment, templates: buildTemplates(manifest, options), firstName}];
    });
    // What several populations of one resource are called is known: in the order of their first names.
    parts.sort((one, other) => (one.firstName < other.firstName ? -1 : 1));
    for (const definition of this.resources) {
      const name = definitionName(definition);
      const own = parts.filter(({segment}) => segment.resource === name);
      this.#tables.set(name, new GeneratedTable({definition, parts: own, namespaces: plan.namespaces, seed}));
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

function segmentsOf({objects}: ClusterPlan): ReadonlyMap<string, Segment> {
  const segments = new Map<string, Segment>();
  for (const {manifest, population} of objects) {
    const {resource, perMember = 1, ascendingUids = false, statuses = []} = manifest;
    const nameOf = textOf(manifest.name ?? '${member}');
    const segment = new Segment({resource, population, perMember, nameOf, ascendingUids, statuses});
    segments.set(segment.key, segment);
  }
  for (const {manifest, population} of objects) {
    const segment = segments.get(`${manifest.resource}/${population.name}`);
    const owner = manifest.owner ?? manifest.boundTo;
    if (segment !== undefined && owner !== undefined)
      segment.owner = segments.get(`${owner}/${population.name}`);
  }
  return segments;
}
