import {withoutCredentials} from '@firefly/http';

import type {FireflySinkOptions} from './firefly-sink-options.ts';
import {normalizeEndpoint} from './normalize-endpoint.ts';

/** What both kinds of entry take: the sink's, and those of on- and off-boarding. */
type CheckedOptions = FireflySinkOptions & {readonly appApiEndpoint?: string};

/** As large as a timer of Node.js can be; it takes a longer one for 1 ms. */
const longestTimeout = 2 ** 31 - 1;
const largestPage = 100_000_000;

/**
 * Checks every option that is given, before a run begins. Unchecked, a wrong one would show in the middle of a run: as an
 * error without the option's name, as an endless loop, or as a silent default.
 *
 * @throws {RangeError} that names the first option that does not fit, its value and what is expected.
 */
export function checkSinkOptions(options: CheckedOptions): void {
  const {
    clusterId,
    collectorVersion,
    maxRetries,
    attemptTimeout,
    pageBytes,
    pagesInFlight = {},
    gzip = {},
  } = options;
  if (typeof clusterId !== 'string' || !/^[a-z0-9_-]+$/.test(clusterId))
    refuse('clusterId', clusterId, 'lower-case letters, digits, dashes and underscores only (^[a-z0-9_-]+$)');
  if (typeof collectorVersion !== 'string' || collectorVersion === '')
    refuse('collectorVersion', collectorVersion, 'the version of what collects, such as "1.0.0"');
  for (const name of ['endpoint', 'loginEndpoint', 'appApiEndpoint'] as const) checkUrl(name, options[name]);
  checkChoice('protocol', options.protocol, ['auto', 'objects', 'fetching']);
  checkNumber('maxRetries', maxRetries, {from: 0});
  checkNumber('attemptTimeout', attemptTimeout, {from: 1, to: longestTimeout, unit: 'milliseconds'});
  checkNumber('pageBytes', pageBytes, {from: 1, to: largestPage, unit: 'bytes'});
  for (const [stream, pages] of Object.entries(pagesInFlight))
    checkNumber(`pagesInFlight.${stream}`, pages, {from: 1});
  checkChoice('gzip.engine', gzip.engine, ['native', 'fflate']);
  if (gzip.level !== 'auto') checkNumber('gzip.level', gzip.level, {from: 1, to: 9, or: 'auto'});
}

function checkUrl(name: string, value: string | undefined): void {
  if (value === undefined) return;
  const endpoint = normalizeEndpoint(value);
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  // Paths are put behind it.
  if (url === undefined || !/^https?:$/.test(url.protocol) || /[?#]/.test(endpoint))
    refuse(name, withoutCredentials(value), 'a URL with http:// or https://, without query and fragment');
}

function checkChoice(name: string, value: string | undefined, choices: readonly string[]): void {
  if (value !== undefined && !choices.includes(value)) refuse(name, value, `one of ${choices.join(', ')}`);
}

function checkNumber(
  name: string,
  value: number | undefined,
  {
    from,
    to = Infinity,
    unit = '',
    or,
  }: {readonly from: number; readonly to?: number; readonly unit?: string; readonly or?: string},
): void {
  if (value === undefined || (Number.isInteger(value) && value >= from && value <= to)) return;
  const what = unit === '' ? 'a whole number' : `a whole number of ${unit}`;
  const range = to === Infinity ? `of at least ${from}` : `from ${from} to ${to}`;
  refuse(name, value, `${or === undefined ? '' : `${or}, or `}${what} ${range}`);
}

function refuse(name: string, value: unknown, expected: string): never {
  const shown = typeof value === 'string' ? JSON.stringify(value) : String(value);
  throw new RangeError(`The option ${name} is ${shown}; expected ${expected}.`);
}
