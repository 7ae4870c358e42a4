/** A kubeconfig with one cluster, one user and one context, `main`. YAML that is also JSON. */
export function kubeconfigText(
  options: {
    readonly user?: object;
    readonly cluster?: object;
    readonly context?: object;
    readonly name?: string;
    readonly currentContext?: string | null;
  } = {},
): string {
  const {name = 'main', user = {}, cluster = {}, context = {}, currentContext = name} = options;
  return JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{name, cluster: {server: 'https://cluster.example:6443', ...cluster}}],
      users: [{name, user}],
      contexts: [{name, context: {cluster: name, user: name, ...context}}],
      ...(currentContext === null ? {} : {'current-context': currentContext}),
    },
    null,
    2,
  );
}
