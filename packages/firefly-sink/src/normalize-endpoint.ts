import {defaults} from './defaults.ts';

/** An endpoint without trailing slashes; the API's old default, which ends in `/api`, as today's (spec, "Login"). */
export function normalizeEndpoint(endpoint: string): string {
  const trimmed = endpoint.trim().replace(/\/+$/, '');
  return trimmed === `${defaults.endpoint}/api` ? defaults.endpoint : trimmed;
}
