/** An answer that ends a request for good, as far as it may be shown: no header, no request, secrets masked. */
export interface Refusal {
  /** Scheme, host and path; no query, no credentials. */
  readonly url: string;
  readonly status: number;
  /** First 2 KB of the answer's body, with anything that looks like a key or a token masked. */
  readonly body: string;
  /** Attempts that were made, this one included. */
  readonly attempts: number;
}

/** How a refusal reads after "Firefly answered": `400 (bad page)`, `503 after 4 attempts`. */
export function describeRefusal(refusal: Refusal): string {
  const attempts = refusal.attempts > 1 ? ` after ${refusal.attempts} attempts` : '';
  const body = refusal.body === '' ? '' : ` (${refusal.body})`;
  return `${refusal.status}${attempts}${body}`;
}
