import {CollectorError} from '@firefly/core';

/** Globs of `watchNamespaces` are matched against the list of namespaces, which cannot be had. */
export class NamespacesUnlistedError extends CollectorError {
  override readonly name = 'NamespacesUnlistedError';
  override readonly code = 'K8S_NAMESPACES_UNLISTED';

  constructor(cause: CollectorError) {
    super(
      `watchNamespaces has * or ! in it, and the namespaces cannot be listed: ${cause.message} ` +
        'Expected the list of namespaces to be allowed, or names of namespaces alone.',
      {cause},
    );
  }
}
