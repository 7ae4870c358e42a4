import {expectKeys} from './expect-keys.ts';
import {isJsonObject} from './read-document.ts';
import {refuseUnless} from '../loopback/request-refusal.ts';

/** Keys of the metadata that ends a fetching. */
export const metadataKeys = {
  required: 'fetchingId startDate endDate result collectorVersion collectorStats serverVersion'.split(' '),
  optional: ['error'],
};

const statsKeys = {required: ['k8s_objects', 'helm_releases', 'k8s_types']};
const timeKeys = {required: ['collectionTime', 'redactionTime']};

/** Throws a `RequestRefusal` unless the values of the metadata are what the contract documents. */
export function checkMetadata(metadata: Readonly<Record<string, unknown>>): void {
  const {startDate, endDate, result, error, collectorVersion, collectorStats, serverVersion} = metadata;
  const isForward = readDate('startDate', startDate) <= readDate('endDate', endDate);
  refuseUnless(isForward, 'startDate is later than endDate.');
  refuseUnless(result === 'success' || result === 'failure', 'result must be "success" or "failure".');
  refuseUnless(error === undefined || isFilled(error), 'error must be a sentence.');
  refuseUnless(error === undefined || result === 'failure', 'A success must have no error.');
  refuseUnless(isFilled(collectorVersion), 'collectorVersion must be a version.');
  refuseUnless(typeof serverVersion === 'string', 'serverVersion must be a string.');
  checkStats(collectorStats);
}

function checkStats(stats: unknown): void {
  refuseUnless(isJsonObject(stats), 'collectorStats must be an object.');
  expectKeys(Object.keys(stats), statsKeys, 'collectorStats');
  for (const [name, times] of Object.entries(stats)) {
    const what = `collectorStats.${name}`;
    refuseUnless(isJsonObject(times), `${what} must be an object.`);
    expectKeys(Object.keys(times), timeKeys, what);
    for (const [key, value] of Object.entries(times)) {
      const isWhole = Number.isInteger(value) && Number(value) >= 0;
      refuseUnless(isWhole, `${what}.${key} must be a whole number of nanoseconds.`);
    }
  }
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** An RFC 3339 date in UTC, as milliseconds. */
function readDate(name: string, value: unknown): number {
  const isForm =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)$/.test(value);
  const date = isForm ? Date.parse(value) : Number.NaN;
  refuseUnless(!Number.isNaN(date), `${name} must be an RFC 3339 date in UTC.`);
  return date;
}
