import type {ReadingOutcome} from '@firefly/core';
import {expect, test} from 'vitest';

import {AccessError} from '../../src/access/access-error.ts';
import type {ApiServer} from '../../src/api/api-server.ts';
import {createProbeBudget} from '../../src/list/probe-budget.ts';
import {helmReleasesReading} from '../../src/helm-releases-reading.ts';

const labels = {owner: 'helm', name: 'shop', version: '1', status: 'deployed'};
const list = {metadata: {}, items: [{metadata: {namespace: 'default', name: 'shop.v1', labels}}]};

async function outcomeWhere(bytes: ApiServer['bytes'], signal: AbortSignal): Promise<ReadingOutcome> {
  const api: Pick<ApiServer, 'stream' | 'bytes'> = {
    async stream() {
      return (async function* () {
        yield Buffer.from(JSON.stringify(list));
      })();
    },
    bytes,
  };
  const permittedNamespaces = {
    probes: createProbeBudget(),
    for: async () => ({names: [], uncertain: new Set<string>(), failure: undefined}),
  };
  const reading = helmReleasesReading('secret', 1_536_000, {
    api: api as ApiServer,
    permittedNamespaces,
    limit: 10,
  }).read(signal);
  let next = await reading.next();
  while (next.done !== true) next = await reading.next();
  return next.value;
}

test('credentials that fail while a release is read are its failure, not the end of the run', async () => {
  const outcome = await outcomeWhere(async () => {
    throw new AccessError('The token is gone.');
  }, new AbortController().signal);
  expect(outcome).toMatchObject({
    kind: 'failed',
    warnings: ['Helm release default/shop could not be fetched: The token is gone.'],
  });
});

test('a stop while a release is read is no failure of the release', async () => {
  const controller = new AbortController();
  const reason = new AccessError('Stopped by the test.');
  await expect(
    outcomeWhere(async () => {
      controller.abort(reason);
      throw reason;
    }, controller.signal),
  ).rejects.toBe(reason);
});
