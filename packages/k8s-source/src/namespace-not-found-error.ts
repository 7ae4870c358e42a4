import {CollectorError} from '@firefly/core';

/** The namespace to read does not exist: its lists would be empty, as if everything in it had been deleted. */
export class NamespaceNotFoundError extends CollectorError {
  override readonly name = 'NamespaceNotFoundError';
  override readonly code = 'K8S_NAMESPACE_NOT_FOUND';
  readonly namespace: string;

  /** @param option What it was given as. */
  constructor(namespace: string, option: 'watchNamespaces' | 'namespaceSelector' | 'namespace') {
    super(
      option === 'namespaceSelector'
        ? `The cluster has no namespace with the labels "${namespace}" among those to collect: expected at least one for namespaceSelector.`
        : `The cluster has no namespace "${namespace}": expected the name of an existing one as ${option}.`,
    );
    this.namespace = namespace;
  }
}
