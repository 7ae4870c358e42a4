import {describe, expect, test} from 'vitest';

import {createFireflySink, offboard, onboard} from '../src/index.ts';

const options = {clusterId: 'c1', accessKey: 'access', secretKey: 'secret', collectorVersion: '9.9.9'};
const url = 'a URL with http:// or https://, without query and fragment';
const clusterId = 'lower-case letters, digits, dashes and underscores only (^[a-z0-9_-]+$)';
const version = 'the version of what collects, such as "1.0.0"';
const retries = 'a whole number of at least 0';
const timeout = 'a whole number of milliseconds from 1 to 2147483647';
const pageBytes = 'a whole number of bytes from 1 to 100000000';
const pages = 'a whole number of at least 1';
const level = 'auto, or a whole number from 1 to 9';

/** What the caller gave, the option and the value as the sentence shows them, and what is expected. */
const shared: [given: object, name: string, shown: string, expected: string][] = [
  [{clusterId: ''}, 'clusterId', '""', clusterId],
  [{clusterId: 'My_Cluster'}, 'clusterId', '"My_Cluster"', clusterId],
  [{clusterId: undefined}, 'clusterId', 'undefined', clusterId],
  [{collectorVersion: undefined}, 'collectorVersion', 'undefined', version],
  [{maxRetries: Number.NaN}, 'maxRetries', 'NaN', retries],
  [{maxRetries: -1}, 'maxRetries', '-1', retries],
  [{attemptTimeout: Number.NaN}, 'attemptTimeout', 'NaN', timeout],
  [{attemptTimeout: 0}, 'attemptTimeout', '0', timeout],
  [{attemptTimeout: 2 ** 31}, 'attemptTimeout', '2147483648', timeout],
];

describe('createFireflySink', () => {
  test.for<[object, string, string, string]>([
    ...shared,
    [{endpoint: 'nope'}, 'endpoint', '"nope"', url],
    [{endpoint: ''}, 'endpoint', '""', url],
    [{endpoint: 'ftp://firefly'}, 'endpoint', '"ftp://firefly"', url],
    [{endpoint: 'https://firefly/?a=b'}, 'endpoint', '"https://firefly/?a=b"', url],
    [{endpoint: 'https:user:hunter2@'}, 'endpoint', '""', url],
    [{endpoint: 'ftp://user:hunter2@firefly'}, 'endpoint', '"ftp://firefly"', url],
    [{loginEndpoint: 'login'}, 'loginEndpoint', '"login"', url],
    [{protocol: 'grpc'}, 'protocol', '"grpc"', 'one of auto, objects, fetching'],
    [{pageBytes: Number.NaN}, 'pageBytes', 'NaN', pageBytes],
    [{pageBytes: 0}, 'pageBytes', '0', pageBytes],
    [{pageBytes: 1e9}, 'pageBytes', '1000000000', pageBytes],
    [{pagesInFlight: {helmReleases: -1}}, 'pagesInFlight.helmReleases', '-1', pages],
    [{pagesInFlight: {objects: 0.5}}, 'pagesInFlight.objects', '0.5', pages],
    [{gzip: {engine: 'zstd'}}, 'gzip.engine', '"zstd"', 'one of native, fflate'],
    [{gzip: {level: 99}}, 'gzip.level', '99', level],
    [{gzip: {level: 0}}, 'gzip.level', '0', level],
    [{gzip: {level: '6'}}, 'gzip.level', '"6"', level],
  ])('refuses %j at once: option %s', ([given, name, shown, expected]) => {
    expect(() => createFireflySink({...options, ...given})).toThrow(
      new RangeError(`The option ${name} is ${shown}; expected ${expected}.`),
    );
  });

  test.for([
    {},
    {endpoint: ' https://gateway.firefly.ai/api/ ', loginEndpoint: 'http://[::1]:8080/login'},
    {protocol: 'fetching', maxRetries: 0, attemptTimeout: 1, pageBytes: 1} as const,
    {pagesInFlight: {k8sTrees: 1}, gzip: {engine: 'fflate', level: 9}} as const,
    {gzip: {level: 'auto'}} as const,
  ])('takes %j', (given) => {
    expect(createFireflySink({...options, ...given})).toHaveProperty('open');
  });
});

describe.for([
  ['onboard', onboard],
  ['offboard', offboard],
] as const)('%s', ([, run]) => {
  test.for<[object, string, string, string]>([
    ...shared,
    [{appApiEndpoint: 'nope'}, 'appApiEndpoint', '"nope"', url],
  ])('refuses %j: option %s', async ([given, name, shown, expected]) => {
    await expect(run({...options, ...given})).rejects.toThrow(
      new RangeError(`The option ${name} is ${shown}; expected ${expected}.`),
    );
  });
});
