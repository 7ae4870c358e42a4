import {describe, expect, test} from 'vitest';

import {systemClock} from '../src/clock.ts';

describe("the machine's time", () => {
  test.each([
    ['before', true],
    ['while it waits', false],
  ])('is not waited for any more once a signal fires %s, and its reason is told', async (_, isBefore) => {
    const stop = new AbortController();
    const reason = new Error('enough');
    if (isBefore) stop.abort(reason);
    const waiting = systemClock.sleep(3_600_000, stop.signal);
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  test('passes, and does not go back', async () => {
    const before = systemClock.now();
    await systemClock.sleep(1, new AbortController().signal);
    expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  });
});
