import {expect, test} from 'vitest';

import {createPace} from '../../src/api/pace.ts';

function fakeClock() {
  let time = 1000;
  const slept: number[] = [];
  const sleep = async (milliseconds: number, signal: AbortSignal) => {
    signal.throwIfAborted();
    slept.push(milliseconds);
  };
  return {clock: {now: () => time, sleep}, slept, pass: (milliseconds: number) => (time += milliseconds)};
}
const {signal} = new AbortController();

test('requests go out evenly, and nothing is saved up for a burst', async () => {
  const {clock, slept, pass} = fakeClock();
  const pace = createPace(10, clock);
  await Promise.all([pace(signal), pace(signal), pace(signal)]);
  expect(slept).toEqual([100, 200]);
  pass(10_000);
  await Promise.all([pace(signal), pace(signal)]);
  expect(slept).toEqual([100, 200, 100]);
});

test('no limit is no wait', async () => {
  const {clock, slept} = fakeClock();
  const pace = createPace(Infinity, clock);
  await Promise.all([pace(signal), pace(signal)]);
  expect(slept).toEqual([]);
});

test('a wait ends with its signal', async () => {
  const {clock} = fakeClock();
  const pace = createPace(1, clock);
  await pace(signal);
  await expect(pace(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
});
