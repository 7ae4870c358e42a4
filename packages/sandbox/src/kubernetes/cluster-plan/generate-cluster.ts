import {groupsOf} from '../api-group.ts';
import {builtInResources} from '../built-in-resources.ts';
import type {Cluster} from '../cluster.ts';
import {definitionName, type ResourceDefinition} from '../resource-definition.ts';
import {buildTemplates} from './build-templates.ts';
import {customResources, deadGroupVersion} from './custom-resources.ts';
import {GeneratedTable, type TablePart} from './generated-table.ts';
import {readManifests} from './manifests.ts';
import {type ClusterPlan, planCluster} from './plan-cluster.ts';
import {Position, Segment} from './segment.ts';
import {compileText} from './slots.ts';

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
  const wanted = options.namespaces ?? Math.min(200, 8 + Math.floor(Math.sqrt(objects) / 12));
  const plan = planCluster({objects, seed, namespaces: wanted, bench: profile === 'bench'});
  const {namespaces} = plan;
  const resources = [...builtInResources, ...customResources];
  const definitions = new Map(resources.map((definition) => [definitionName(definition), definition]));
  const parts = partsOf(plan, {definitions, bytes: objectBytes, place: new Position(seed, namespaces)});
  const tables = new Map(
    [...definitions].map(([name, definition]) => {
      const own = parts.filter(({segment}) => segment.resource === name);
      return [name, new GeneratedTable({definition, parts: own, namespaces, seed})];
    }),
  );
  let newest = 5_000_000;
  return {
    resources,
    groups: groupsOf(resources, [deadGroupVersion]),
    objects,
    namespaces,
    get resourceVersion() {
      return newest;
    },
    advance: () => ++newest,
    count: (resource) => tables.get(resource)?.length ?? 0,
    // Nothing in it ever changes: every resource version shows the same.
    read: (definition, version = newest) =>
      version > newest ? undefined : tables.get(definitionName(definition)),
  };
}

interface PartOptions {
  readonly definitions: ReadonlyMap<string, ResourceDefinition>;
  readonly bytes: number | undefined;
  readonly place: Position;
}

/** What several populations of one resource are called is known: they stand in the order of their first names. */
function partsOf({objects}: ClusterPlan, {definitions, bytes, place}: PartOptions): readonly TablePart[] {
  const planned = objects.map((one) => {
    const segment = new Segment(one.manifest, one.population, compileText(one.manifest.name ?? '${member}'));
    return {...one, segment};
  });
  const segments = new Map(planned.map(({segment}) => [segment.key, segment]));
  const {fragments} = readManifests();
  return planned
    .filter(({segment}) => segment.size > 0)
    .map(({manifest, population, parameters, segment}) => {
      const definition = definitions.get(manifest.resource);
      if (definition === undefined) throw new Error(`${manifest.resource} is not defined.`);
      segment.owner = segments.get(`${manifest.owner ?? manifest.boundTo}/${population.name}`);
      const owner = definitions.get(manifest.owner ?? '');
      const templates = buildTemplates(manifest, {definition, owner, fragments, parameters, bytes});
      return {segment, templates, firstName: place.move(segment, 0, 0).name};
    })
    .sort((one, other) => (one.firstName < other.firstName ? -1 : 1));
}
