/**
 * The API groups with a dot that kube-apiserver has served itself since 1.14; one without a dot is always its own. A
 * test compares the list with a real server.
 */
const servedByKubeApiServer = [
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'auditregistration.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'internal.apiserver.k8s.io',
  'lifecycle.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'settings.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
];

/** Aggregated, yet no custom resources: figures that change with every look. */
const metricsGroups = ['metrics.k8s.io', 'custom.metrics.k8s.io', 'external.metrics.k8s.io'];

const ownGroups: ReadonlySet<string> = new Set(servedByKubeApiServer);
const builtInGroups: ReadonlySet<string> = new Set([...servedByKubeApiServer, ...metricsGroups]);

/** Whether kube-apiserver answers a path itself, so that no other server has a say in whom it lets in. */
export function isOwnPath(path: string): boolean {
  const [, root, group] = path.split('/');
  return (
    root === 'api' ||
    (root === 'apis' && group !== undefined && (!group.includes('.') || ownGroups.has(group)))
  );
}

/** Whether a group is kube-apiserver's own, or one of metrics; every other one is a custom resource group. */
export function isBuiltInGroup(group: string): boolean {
  return !group.includes('.') || builtInGroups.has(group);
}
