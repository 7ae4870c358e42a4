import {expectKeys, isJsonObject} from './read-document.ts';
import {Refusal} from '../loopback/refusal.ts';

/** Keys of the metadata that ends a fetching. */
export const metadataKeys = {
  required: [
    'fetchingId',
    'startDate',
    'endDate',
    'result',
    'collectorVersion',
    'collectorStats',
    'serverVersion',
  ],
  optional: ['error'],
};

const statsKeys = {required: ['k8s_objects', 'helm_releases', 'k8s_types']};
const timeKeys = {required: ['collectionTime', 'redactionTime']};

/** Throws a `Refusal` unless the values of the metadata are what the contract documents. */
export function checkMetadata(metadata: Readonly<Record<string, unknown>>): void {
  const {startDate, endDate, result, error, collectorVersion, collectorStats, serverVersion} = metadata;
  if (readDate('startDate', startDate) > readDate('endDate', endDate)) {
    throw new Refusal(400, 'startDate is later than endDate.');
  }
  if (result !== 'success' && result !== 'failure') {
    throw new Refusal(400, 'result must be "success" or "failure".');
  }
  if (error !== undefined && (typeof error !== 'string' || error === '')) {
    throw new Refusal(400, 'error must be a sentence.');
  }
  if (error !== undefined && result === 'success') throw new Refusal(400, 'A success must have no error.');
  if (typeof collectorVersion !== 'string' || collectorVersion === '') {
    throw new Refusal(400, 'collectorVersion must be a version.');
  }
  if (typeof serverVersion !== 'string') throw new Refusal(400, 'serverVersion must be a string.');
  checkStats(collectorStats);
}

function checkStats(stats: unknown): void {
  if (!isJsonObject(stats)) throw new Refusal(400, 'collectorStats must be an object.');
  expectKeys(Object.keys(stats), statsKeys, 'collectorStats');
  for (const [name, times] of Object.entries(stats)) {
    const what = `collectorStats.${name}`;
    if (!isJsonObject(times)) throw new Refusal(400, `${what} must be an object.`);
    expectKeys(Object.keys(times), timeKeys, what);
    for (const [key, value] of Object.entries(times)) {
      if (Number.isInteger(value) && Number(value) >= 0) continue;
      throw new Refusal(400, `${what}.${key} must be a whole number of nanoseconds.`);
    }
  }
}

/** An RFC 3339 date in UTC, as milliseconds. */
function readDate(name: string, value: unknown): number {
  const isForm =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)$/.test(value);
  const date = isForm ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(date)) throw new Refusal(400, `${name} must be an RFC 3339 date in UTC.`);
  return date;
}
