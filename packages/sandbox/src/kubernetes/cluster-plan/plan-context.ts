import {Population, spread} from './population.ts';

/** Makes the populations of one cluster. */
export interface PlanContext {
  readonly namespaces: readonly string[];
  /** Spreads so many members over the namespaces that teams use. */
  spreadOver(name: string, size: number, words?: readonly string[]): Population;
  /** One member in each namespace. */
  eachNamespace(name: string): Population;
  /** Members in just one namespace. */
  within(name: string, namespace: string, names: readonly string[]): Population;
  /** Cluster-scoped members, by number or by name. */
  clusterWide(name: string, members: number | readonly string[]): Population;
}

/** Namespaces that every cluster has; nothing is deployed into two of them. */
export const systemNamespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
const empty = new Set(['kube-node-lease', 'kube-public']);

/** The context of a cluster with these namespaces; nothing is spread over two of the four system ones. */
export function createPlanContext(namespaces: readonly string[], seed: number): PlanContext {
  const weights = namespaces.map((name) => (empty.has(name) ? 0 : systemNamespaces.includes(name) ? 1 : 3));
  return {
    namespaces,
    spreadOver: (name, size, words) =>
      new Population({name, counts: spread(size, weights, seed), ...(words && {words})}),
    eachNamespace: (name) => new Population({name, counts: namespaces.map(() => 1), names: namespaces}),
    within: (name, namespace, names) =>
      new Population({
        name,
        counts: namespaces.map((other) => (other === namespace ? names.length : 0)),
        names,
      }),
    clusterWide: (name, members) =>
      typeof members === 'number'
        ? new Population({name, counts: [members]})
        : new Population({name, counts: [members.length], names: members}),
  };
}
