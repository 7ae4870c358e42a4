import {CollectorError} from '@firefly/core';

/** Globs of `watchNamespaces` and `namespaceSelector` need the list of namespaces, which cannot be had. */
export class NamespacesUnlistedError extends CollectorError {
  override readonly name = 'NamespacesUnlistedError';
  override readonly code = 'K8S_NAMESPACES_UNLISTED';

  /** @param option What needs the list. */
  constructor(option: 'watchNamespaces' | 'namespaceSelector', cause: CollectorError) {
    const need = option === 'watchNamespaces' ? 'has * or ! in it' : 'is set';
    super(
      `${option} ${need}, and the namespaces cannot be listed: ${cause.message} ` +
        'Expected the list of namespaces to be allowed, or names of namespaces alone, in watchNamespaces.',
      {cause},
    );
  }
}
