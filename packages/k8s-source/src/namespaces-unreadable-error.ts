import {CollectorError} from '@firefly/core';

/** Who must know which namespaces opted out cannot read them: nothing is sent then. */
export class NamespacesUnreadableError extends CollectorError {
  override readonly name = 'NamespacesUnreadableError';
  override readonly code = 'K8S_NAMESPACES_UNREADABLE';

  constructor(reason: string) {
    super(
      `The labels of the namespaces cannot be read, so that nobody knows which of them opted out, and nothing was sent: ${reason}`,
    );
  }
}
