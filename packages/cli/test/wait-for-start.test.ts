import {expect, test} from 'vitest';

import type {Log} from '../src/logging/log.ts';
import {waitForStart} from '../src/wait-for-start.ts';

const log: Log = {debug() {}, info() {}, warn() {}, error() {}};

async function slept(settings: {startJitterSeconds: number; dryRun?: boolean}, stop?: AbortController) {
  const pauses: number[] = [];
  const clock = {
    now: () => 0,
    async sleep(milliseconds: number, until: AbortSignal) {
      pauses.push(milliseconds);
      stop?.abort();
      until.throwIfAborted();
    },
  };
  const {signal} = stop ?? new AbortController();
  await waitForStart({dryRun: false, ...settings}, {log, signal, clock, random: () => 0.5});
  return pauses;
}

test('a run waits a part of the time that is set, and not where none is set or nothing is sent', async () => {
  expect(await slept({startJitterSeconds: 600})).toEqual([300_000]);
  expect(await slept({startJitterSeconds: 0})).toEqual([]);
  expect(await slept({startJitterSeconds: 600, dryRun: true})).toEqual([]);
});

test('a wait that is stopped ends, and leaves it to the run to say so', async () => {
  expect(await slept({startJitterSeconds: 600}, new AbortController())).toEqual([300_000]);
});
