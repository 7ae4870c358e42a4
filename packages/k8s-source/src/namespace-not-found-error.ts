import {CollectorError} from '@firefly/core';

/** The namespace to watch does not exist: its lists would be empty, as if everything in it had been deleted. */
export class NamespaceNotFoundError extends CollectorError {
  override readonly name = 'NamespaceNotFoundError';
  override readonly code = 'K8S_NAMESPACE_NOT_FOUND';
  readonly namespace: string;

  constructor(namespace: string) {
    super(
      `The cluster has no namespace "${namespace}": expected the name of an existing one as watchNamespace.`,
    );
    this.namespace = namespace;
  }
}
