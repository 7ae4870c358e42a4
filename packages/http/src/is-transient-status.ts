const transientStatuses = new Set([408, 429, 500, 502, 503, 504]);

/** A status after which the same request may well succeed a little later. */
export function isTransientStatus(status: number): boolean {
  return transientStatuses.has(status);
}
