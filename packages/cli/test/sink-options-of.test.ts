import {expect, onTestFinished, test} from 'vitest';

import {createFireflyConnections} from '../src/create-firefly-connections.ts';
import {sinkOptionsOf} from '../src/sink-options-of.ts';
import type {Log} from '../src/logging/log.ts';
import {load} from './settings/load.ts';

const log: Log = {debug() {}, info() {}, warn() {}, error() {}};

test.each([
  ['--endpoint=https://a.example', {endpoint: 'https://a.example'}],
  ['--login-endpoint=https://b.example', {loginEndpoint: 'https://b.example'}],
  ['--protocol=fetching', {protocol: 'fetching'}],
  ['--override-unique-cluster-id', {overrideUniqueClusterId: true}],
  ['--page-size=7', {pageBytes: 7000}],
  ['--max-go-routines=3', {pagesInFlight: {objects: 3, helmReleases: 5, k8sTrees: 5}}],
  ['--mongo-max-go-routines=2', {pagesInFlight: {objects: 10, helmReleases: 2, k8sTrees: 2}}],
  ['--gzip=fflate', {gzip: {engine: 'fflate', level: 'auto'}}],
  ['--gzip-level=9', {gzip: {engine: 'native', level: 9}}],
])('%s alone changes what the sink is told, and nothing else', (word, expected) => {
  const byDefault = sinkOptionsOf(load({}).values);
  expect(sinkOptionsOf(load({words: [word]}).values)).toEqual({...byDefault, ...expected});
});

test.each([
  ['--mongo-max-retries=9', {maxRetries: 9}],
  ['--page-timeout-duration=20', {attemptTimeout: 20_000}],
  ['other-cluster', {clusterId: 'other-cluster'}],
])('%s reaches the client', (word, expected) => {
  const environment = {FIREFLY_ACCESS_KEY: 'access', FIREFLY_SECRET_KEY: 'secret', CLUSTER_ID: 'c1'};
  const {values: settings} = load({environment, words: [word]});
  const client = createFireflyConnections(
    {settings, environment, log},
    {api: settings.endpoint, login: settings.loginEndpoint},
  );
  onTestFinished(() => client.close());
  expect(client.options).toMatchObject({accessKey: 'access', secretKey: 'secret', ...expected});
  expect(client.loginDispatcher).not.toBe(client.options.dispatcher);
});
