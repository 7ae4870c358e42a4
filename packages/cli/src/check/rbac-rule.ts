/** A rule as a Role or ClusterRole holds it. */
export interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Only objects of these names. */
  readonly resourceNames?: readonly string[];
}

/** One rule for each API group: what grants these verbs on these resources and nothing else. */
export function rulesFor(
  resources: readonly {readonly group: string; readonly resource: string}[],
  verbs: readonly string[],
): RbacRule[] {
  return [...Map.groupBy(resources, ({group}) => group)].map(([group, types]) => ({
    apiGroups: [group],
    resources: types.map(({resource}) => resource),
    verbs,
  }));
}

/** The rules as YAML that stands under `rules:` of a role: JSON's strings and arrays are YAML, too. */
export function rulesAsYaml(rules: readonly RbacRule[]): string[] {
  const list = (words: readonly string[]) => `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
  return rules.flatMap(({apiGroups, resources, verbs, resourceNames}) => [
    `- apiGroups: ${list(apiGroups)}`,
    `  resources: ${list(resources)}`,
    ...(resourceNames === undefined ? [] : [`  resourceNames: ${list(resourceNames)}`]),
    `  verbs: ${list(verbs)}`,
  ]);
}
