import {CollectorError} from '@firefly/core';

/** The API server does not understand a selector (400): without its objects the type would look empty, so nothing is sent. */
export class SelectorRefusedError extends CollectorError {
  override readonly name = 'SelectorRefusedError';
  override readonly code = 'K8S_SELECTOR_REFUSED';

  constructor(resource: string, selector: string, cause: CollectorError) {
    super(`The selector ${selector} of ${resource} was refused: ${cause.message}`, {cause});
  }
}
