import {CollectorError} from '@firefly/core';

/** The API server knows the credentials no more, new ones neither: whatever is asked next would be refused as well. */
export class CredentialsRefusedError extends CollectorError {
  override readonly name = 'CredentialsRefusedError';
  override readonly code = 'K8S_CREDENTIALS_REFUSED';

  constructor(server: string, path: string) {
    super(
      `The Kubernetes API server ${server} refuses the credentials (401 from ${path}): check the service account's token, or the user that the kubeconfig names.`,
    );
  }
}
