import type {ResourceDefinition} from './resource-definition.ts';

/** One version of a group. */
export interface ApiGroupVersion {
  readonly version: string;
  /** False: an aggregated API whose backend is dead. Discovery knows its name and nothing else of it. */
  readonly available: boolean;
}

/** A group as discovery presents it; the first version is the preferred one. */
export interface ApiGroup {
  /** Empty for the core group. */
  readonly name: string;
  readonly versions: readonly ApiGroupVersion[];
}

/**
 * The groups of these resources, in order of first appearance, versions by Kubernetes' own priority (`v2`, `v1`,
 * `v1beta1`, `v1alpha1`). `unavailable` names group versions (`metrics.k8s.io/v1beta1`) whose backend is dead; they
 * come last, as aggregated APIs of low priority do.
 */
export function groupsOf(
  resources: readonly ResourceDefinition[],
  unavailable: readonly string[] = [],
): readonly ApiGroup[] {
  const groups = new Map<string, Map<string, boolean>>();
  const versionsOf = (group: string) => {
    const versions = groups.get(group) ?? new Map<string, boolean>();
    groups.set(group, versions);
    return versions;
  };
  for (const {group, versions} of resources) {
    for (const version of versions) versionsOf(group).set(version, true);
  }
  for (const name of unavailable) {
    const [group = '', version = ''] = name.split('/');
    versionsOf(group).set(version, false);
  }
  return [...groups].map(([name, versions]) => ({
    name,
    versions: [...versions]
      .map(([version, available]) => ({version, available}))
      .sort((one, other) => compareVersions(one.version, other.version)),
  }));
}

const stability = {alpha: 0, beta: 1, stable: 2} as const;

/** Stable before beta before alpha, then the higher number first (k8s.io/apimachinery/pkg/version). */
function compareVersions(one: string, other: string): number {
  const left = rank(one);
  const right = rank(other);
  return right[0] - left[0] || right[1] - left[1] || right[2] - left[2] || one.localeCompare(other);
}

function rank(version: string): readonly [number, number, number] {
  const parts = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (parts === null) return [-1, 0, 0];
  const level = parts[2] as 'alpha' | 'beta' | undefined;
  return [stability[level ?? 'stable'], Number(parts[1]), Number(parts[3] ?? 0)];
}
