import {CollectorError} from '@firefly/core';

/** What is forbidden, and where. */
export interface HelmStorageForbidden {
  readonly verb: 'list' | 'get';
  readonly resource: 'secrets' | 'configmaps';
  /** Where it is forbidden; absent when it is forbidden everywhere. */
  readonly namespaces?: readonly string[];
}

/** The API server does not let us read the objects in which Helm stores its releases. */
export class HelmStorageForbiddenError extends CollectorError {
  override readonly name = 'HelmStorageForbiddenError';
  readonly code = 'HELM_STORAGE_FORBIDDEN';
  override readonly expected = true;
  readonly verb: 'list' | 'get';
  readonly resource: 'secrets' | 'configmaps';
  readonly namespaces: readonly string[] | undefined;

  constructor({verb, resource, namespaces}: HelmStorageForbidden) {
    const where = namespaces === undefined ? '' : ` in ${namespacesIn(namespaces)}`;
    super(
      `Helm releases${where} are not collected: the cluster does not allow to ${verb} ${resource}; grant get and list on ${resource}.`,
    );
    this.verb = verb;
    this.resource = resource;
    this.namespaces = namespaces;
  }
}

/** A sentence must stay one, however many namespaces a cluster has. */
function namespacesIn(namespaces: readonly string[]) {
  const shown = namespaces.slice(0, 5).join(', ');
  const rest = namespaces.length - 5;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return namespaces.length === 1 ? `namespace ${shown}` : `namespaces ${shown}${more}`;
}
