import type {SinkContext, SinkOpening, SinkSession} from '@firefly/core';
import {Agent} from 'undici';

import {createFireflySink, type FireflySinkOptions} from '../src/index.ts';
import {FakeClock} from './fake-clock.ts';
import {startScriptedFirefly} from './scripted-firefly.ts';

export const accessKey = 'AKIAFIREFLYACCESSKEY';
export const clusterUid = '0a1b2c3d-0000-4000-8000-000000000001';
export const secretKey = 'sEcReT/key+with=odd"chars';

/** A scripted Firefly, a clock that stands still and back-off without pauses; `await using` closes it all. */
export async function setUp() {
  const clock = new FakeClock();
  const firefly = await startScriptedFirefly(clock, {accessKey, secretKey});
  const dispatcher = new Agent({allowH2: false});
  const run = new AbortController();
  const lines: {readonly level: string; readonly message: string; readonly fields: unknown}[] = [];
  const write = (level: string) => (message: string, fields?: unknown) =>
    void lines.push({level, message, fields});
  const log = {debug: write('debug'), info: write('info'), warn: write('warn')};

  const options = (more: Partial<FireflySinkOptions> = {}): FireflySinkOptions => ({
    clusterId: 'c1',
    accessKey,
    secretKey,
    collectorVersion: '9.9.9',
    endpoint: firefly.url,
    loginEndpoint: firefly.url,
    dispatcher,
    clock,
    random: () => 0,
    log,
    ...more,
  });

  async function open(
    more: Partial<FireflySinkOptions> = {},
    context: Partial<SinkContext> = {},
  ): Promise<SinkOpening> {
    return await createFireflySink(options(more)).open({
      runId: 'run-1',
      startedAt: new Date(clock.now()),
      cluster: {uid: clusterUid, serverVersion: 'v1.32.0'},
      signal: run.signal,
      ...context,
    });
  }

  async function session(more: Partial<FireflySinkOptions> = {}): Promise<SinkSession> {
    const opening = await open(more);
    if (opening.kind !== 'ready') throw new Error(`not ready: ${opening.message}`);
    return opening.session;
  }

  return {
    firefly,
    clock,
    dispatcher,
    run,
    lines,
    options,
    open,
    session,
    async [Symbol.asyncDispose]() {
      await dispatcher.destroy();
      await firefly.close();
    },
  };
}

/** What a promise rejects with; a test fails when it does not. */
export async function rejection(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('expected a rejection');
}
