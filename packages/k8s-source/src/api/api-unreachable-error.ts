import {CollectorError} from '@firefly/core';

/** No answer came, or it broke off: the network, TLS, or a proxy between. */
export class ApiUnreachableError extends CollectorError {
  override readonly name = 'ApiUnreachableError';
  override readonly code = 'K8S_UNREACHABLE';
  /** False for what a second try cannot mend: a certificate that is not trusted, a name that is wrong for good. */
  readonly transient: boolean;

  constructor(server: string, reason: string, transient: boolean) {
    super(`The Kubernetes API server ${server} cannot be reached: ${reason}.`);
    this.transient = transient;
  }
}
