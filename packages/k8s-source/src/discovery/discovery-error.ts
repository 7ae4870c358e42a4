import {CollectorError, type DiscoveryFailure} from '@firefly/core';

/** A group, version or type that could not be found out; the others were. */
export class DiscoveryError extends CollectorError {
  override readonly name = 'DiscoveryError';
  /** That of the failure: `K8S_UNREACHABLE`, `K8S_NAME_INVALID`; `K8S_DISCOVERY_FAILED` where it has none. */
  readonly code: string;

  constructor({name, message, code}: DiscoveryFailure) {
    super(`${name} could not be found out: ${message}`);
    this.code = code ?? 'K8S_DISCOVERY_FAILED';
  }
}
