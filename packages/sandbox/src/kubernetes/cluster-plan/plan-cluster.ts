import {definitionRows, groupVersionRows, type NamedRow} from './definition-rows.ts';
import {type Manifest, type ManifestTable, type ManifestParameters, readManifests} from './manifests.ts';
import {Population, spread} from './population.ts';

/** What to plan. */
export interface PlanOptions {
  /** Objects in all, of all types. */
  readonly objects: number;
  readonly seed: number;
  /** Namespaces in all, the four of the system included. */
  readonly namespaces: number;
  /** Whether rows for the bench alone count. */
  readonly bench: boolean;
}

/** Objects to generate: what they look like, and how many. */
export interface PlannedObjects {
  readonly manifest: Manifest;
  readonly population: Population;
  readonly parameters: ManifestParameters;
}

/** What a cluster will consist of. */
export interface ClusterPlan {
  /** In order of their bytes. */
  readonly namespaces: readonly string[];
  readonly objects: readonly PlannedObjects[];
}

/** Namespaces that every cluster has, and their weights: nothing is deployed into two of them. */
const systemNamespaces = {default: 1, 'kube-node-lease': 0, 'kube-public': 0, 'kube-system': 1};
const teamWeight = 3;
/** Share of the objects with a weight in those that are not fixed; the population `settings` takes what is left. */
const looseShare = 0.18;

/** Plans a cluster of exactly so many objects. Throws a RangeError when they are too few for one of each type. */
export function planCluster({objects, seed, namespaces, bench}: PlanOptions): ClusterPlan {
  const system = Object.keys(systemNamespaces);
  const teams = numbered('team', Math.max(1, namespaces - system.length));
  const names = [...system, ...teams];
  const weights = [...Object.values(systemNamespaces), ...teams.map(() => teamWeight)];
  const {populations, objects: rows} = readManifests();
  const kept = rows.filter(({benchOnly}) => bench || benchOnly !== true);
  const spreadOver = (name: string, size: number, words?: readonly string[]) =>
    new Population({name, counts: spread(size, weights, seed), ...(words && {words})});

  const nodes = numbered('node', Math.min(1000, 3 + Math.floor(objects / 1000)));
  const fixed = kept.flatMap((manifest) => planFixed(manifest, names, nodes));
  const rest = objects - sizeOf(fixed);

  const members = new Map(
    Object.entries(populations).map(([name, row]) => {
      const size = Math.floor((rest * row.share) / objectsPerMember(name, {populations, objects: rows}));
      return [name, spreadOver(name, Math.min(row.most ?? Infinity, Math.max(1, size)), row.words)];
    }),
  );
  const loose = kept.filter(({weight}) => weight !== undefined);
  const allWeights = loose.reduce((sum, {weight = 0}) => sum + weight, 0);
  const planned: PlannedObjects[] = [
    ...fixed,
    ...kept.flatMap((manifest) => {
      const population = members.get(manifest.population ?? '');
      return population === undefined ? [] : [{manifest, population, parameters: {}}];
    }),
    ...loose.map((manifest) => {
      const size = Math.floor((Math.floor(rest * looseShare) * (manifest.weight ?? 0)) / allWeights);
      const population = spreadOver(singularOf(manifest), Math.max(1, size));
      return {manifest, population, parameters: {}};
    }),
  ];
  const left = objects - sizeOf(planned);
  if (left < 0) {
    throw new RangeError(
      `${objects} objects are too few for a generated cluster of ${names.length} namespaces; take 500 or more.`,
    );
  }
  const settings = spreadOver('settings', left);
  const others = kept.filter(({population}) => population === settings.name);
  return {
    namespaces: names,
    objects: [...planned, ...others.map((manifest) => ({manifest, population: settings, parameters: {}}))],
  };
}

/** What a cluster has before anything is deployed into it; it grows with nodes and namespaces alone. */
function planFixed(
  manifest: Manifest,
  namespaces: readonly string[],
  nodes: readonly string[],
): readonly PlannedObjects[] {
  const {each, count} = manifest;
  const alone = (name: string, counts: readonly number[], names?: readonly string[], parameters = {}) => [
    {manifest, population: new Population({name, counts, ...(names && {names})}), parameters},
  ];
  const one = ({name, parameters}: NamedRow) => alone(name, [1], [name], parameters);
  if (each === undefined) return count === undefined ? [] : alone(singularOf(manifest), [count]);
  switch (each) {
    case 'namespace':
      return alone(each, Array<number>(namespaces.length).fill(1), namespaces);
    case 'node': {
      const counts = namespaces.map((name) => (name === 'kube-node-lease' ? nodes.length : 0));
      return alone(each, counts, nodes);
    }
    case 'definition':
      return definitionRows().flatMap(one);
    case 'groupVersion':
      return groupVersionRows().flatMap(one);
  }
}

/** Objects that one member makes, together with one member of each other population of its set. */
function objectsPerMember(
  name: string,
  {populations, objects}: Pick<ManifestTable, 'populations' | 'objects'>,
) {
  const setOf = (population = '') => populations[population]?.set ?? population;
  return objects
    .filter(({population}) => setOf(population) === setOf(name))
    .reduce((sum, {perMember = 1}) => sum + perMember, 0);
}

function sizeOf(planned: readonly PlannedObjects[]): number {
  return planned.reduce(
    (sum, {population, manifest}) => sum + population.size * (manifest.perMember ?? 1),
    0,
  );
}

function singularOf({resource}: Manifest): string {
  return (resource.split('.')[0] ?? resource).replace(/s$/, '');
}

function numbered(name: string, count: number): readonly string[] {
  return Array.from({length: count}, (_, index) => `${name}-${String(index).padStart(3, '0')}`);
}
