import {CollectorError} from '@firefly/core';

/** There is no usable way to reach a cluster: no kubeconfig, an unreadable one, a missing context, a failed plugin. */
export class AccessError extends CollectorError {
  override readonly name = 'AccessError';
  override readonly code = 'K8S_ACCESS';
}
