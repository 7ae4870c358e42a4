import {masker} from './masking/masker.ts';

/**
 * The base of every error that these packages throw on purpose.
 *
 * `message` is one sentence for a person and never holds a request; what it holds of credentials that the shared `masker`
 * knows is masked here. `code` is stable and for
 * programs. `cause` is left out wherever the underlying error could carry credentials.
 */
export abstract class CollectorError extends Error {
  abstract override readonly name: string;
  /** Stable, upper-case, prefixed by the package's domain: `K8S_LIST_EXPIRED`, `FIREFLY_LOGIN_REFUSED`. */
  abstract readonly code: string;
  /** It is there in every run of this user on this cluster (403, 404, 405): nothing of this run broke. Default false. */
  readonly expected?: boolean;

  constructor(message: string, options?: ErrorOptions) {
    super(masker.mask(message), options);
  }
}

/** The one sentence to show for anything that was thrown, without credentials. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  const message = error instanceof Error ? error.message || error.name : String(error);
  return masker.mask(message);
}
