import {describe, expect, test} from 'vitest';

import {type Attempt, backOffDelay, type Clock, retry, systemClock} from '../src/index.ts';

const {signal} = new AbortController();
const busy = (number: number, retryAfter?: number): Attempt<string> => ({
  kind: 'retry',
  error: new Error(`attempt ${number} failed`),
  ...(retryAfter === undefined ? {} : {retryAfter}),
});

/** Timers under way, the test runner's own included. */
const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

/** A clock that remembers how long it was asked to sleep, and wakes at once. */
function napClock() {
  const naps: number[] = [];
  const clock: Clock = {
    now: () => 0,
    async sleep(milliseconds) {
      naps.push(milliseconds);
    },
  };
  return {naps, clock};
}

describe('attempts', () => {
  test('end with the first that is done', async () => {
    const {clock, naps} = napClock();
    const numbers: number[] = [];
    const value = await retry(
      async (number) => {
        numbers.push(number);
        return number < 3 ? busy(number) : {kind: 'done', value: 'here'};
      },
      {attempts: 5, signal, clock},
    );
    expect(value).toBe('here');
    expect(numbers).toEqual([1, 2, 3]);
    expect(naps).toHaveLength(2);
  });

  test('are so many in all, and the error of the last is thrown without another sleep', async () => {
    const {clock, naps} = napClock();
    await expect(retry(async (number) => busy(number), {attempts: 3, signal, clock})).rejects.toThrow(
      'attempt 3 failed',
    );
    expect(naps).toHaveLength(2);
  });

  test.for([0, -1, Number.NaN])('that are %d are refused', async (attempts) => {
    let made = 0;
    const attempt = async () => ({kind: 'done', value: ++made}) as const;
    await expect(retry(attempt, {attempts, signal})).rejects.toThrow(
      new RangeError(`A retry makes at least one attempt, not ${attempts}.`),
    );
    expect(made).toBe(0);
  });

  test('end with what one throws', async () => {
    const {clock, naps} = napClock();
    const refused = new Error('wrong key');
    const attempt = () => Promise.reject(refused);
    await expect(retry(attempt, {attempts: 3, signal, clock})).rejects.toBe(refused);
    expect(naps).toEqual([]);
  });

  test('are told before each sleep: which failed, why, and how long', async () => {
    const told: unknown[] = [];
    await retry(async (number) => (number < 3 ? busy(number) : {kind: 'done', value: ''}), {
      attempts: 3,
      signal,
      clock: napClock().clock,
      random: () => 1,
      onRetry: (error, attempt, delay) => told.push([error.message, attempt, delay]),
    });
    expect(told).toEqual([
      ['attempt 1 failed', 1, 500],
      ['attempt 2 failed', 2, 1000],
    ]);
  });
});

describe('the back-off', () => {
  test('doubles up to its ceiling, and is scaled by full jitter', () => {
    const ceilings = [1, 2, 3, 4, 5, 6].map((failure) =>
      backOffDelay(failure, {baseDelay: 100, maxDelay: 1000, random: () => 1}),
    );
    expect(ceilings).toEqual([100, 200, 400, 800, 1000, 1000]);
    expect(backOffDelay(3, {baseDelay: 100, maxDelay: 1000, random: () => 0.25})).toBe(100);
    expect(backOffDelay(9, {baseDelay: 100, maxDelay: 1000, random: () => 0})).toBe(0);
  });

  test('is made longer by what the server asks for, up to the ceiling, and never shorter', async () => {
    const {clock, naps} = napClock();
    const asked = [2000, 0, 3_600_000];
    await retry(
      async (number) => (number < 4 ? busy(number, asked[number - 1]) : {kind: 'done', value: ''}),
      {
        attempts: 4,
        signal,
        clock,
        maxDelay: 10_000,
        random: () => 0.5,
      },
    );
    expect(naps).toEqual([2000, 500, 10_000]);
  });
});

describe('an abort', () => {
  const reason = new Error('stopped');

  test('comes before the first attempt', async () => {
    let attempts = 0;
    const attempt = async () => ({kind: 'done', value: ++attempts}) as const;
    await expect(retry(attempt, {attempts: 3, signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
    expect(attempts).toBe(0);
  });

  test('ends a sleep at once', async () => {
    const controller = new AbortController();
    const before = timers();
    const running = retry(async (number) => busy(number, 30_000), {
      attempts: 3,
      signal: controller.signal,
      onRetry: () => queueMicrotask(() => controller.abort(reason)),
    });
    await expect(running).rejects.toBe(reason);
    expect(timers()).toBe(before);
  });

  test('in an attempt is what ends it, not the failure that it looks like', async () => {
    const controller = new AbortController();
    const told: unknown[] = [];
    const attempt = async (number: number) => {
      controller.abort(reason);
      return busy(number);
    };
    const options = {attempts: 1, signal: controller.signal, onRetry: () => told.push('again')};
    await expect(retry(attempt, options)).rejects.toBe(reason);
    await expect(retry(attempt, {...options, attempts: 2})).rejects.toBe(reason);
    expect(told).toEqual([]);
  });
});

describe('the system clock', () => {
  test('tells the time', () => {
    const monotonic = () => performance.timeOrigin + performance.now();
    const before = Math.floor(monotonic());
    const now = systemClock.now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Math.ceil(monotonic()));
  });

  test('sleeps for the time asked', async () => {
    const before = performance.now();
    await systemClock.sleep(5, signal);
    expect(performance.now() - before).toBeGreaterThan(3);
  });

  test('sleeps no more when its signal fires, and leaves no timer', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    const before = timers();
    const sleep = systemClock.sleep(60_000, controller.signal);
    expect(timers()).toBe(before + 1);
    controller.abort(reason);
    await expect(sleep).rejects.toBe(reason);
    expect(timers()).toBe(before);
  });

  test('does not begin to sleep when its signal has fired', async () => {
    const reason = new Error('stopped');
    await expect(systemClock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
