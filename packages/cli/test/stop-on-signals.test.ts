import {FaultError} from '@firefly/core';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';

import {stopOnSignals} from '../src/stop-on-signals.ts';
import {createProcessContext} from './create-process-context.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first signal aborts, with the reason for the report', () => {
  const {context, signal, exits} = createProcessContext();
  const stop = stopOnSignals(context);
  expect(stop.stoppedBy).toBeUndefined();
  signal('SIGTERM');
  expect(stop.signal.reason).toMatchObject({code: 'CLI_STOPPED', message: 'SIGTERM was received.'});
  expect(stop.stoppedBy).toBe('SIGTERM');
  expect(exits).toEqual([]);
  stop.end();
});

test('the second one ends the process at once', () => {
  const {context, signal, exits} = createProcessContext();
  stopOnSignals(context);
  signal('SIGINT');
  signal('SIGINT');
  expect(exits).toEqual([130]);
});

test('a run that does not end is ended before five seconds are over', () => {
  const {context, signal, exits} = createProcessContext();
  stopOnSignals(context);
  signal('SIGTERM');
  vi.advanceTimersByTime(5000);
  expect(exits).toEqual([143]);
});

test('a run that ended is left alone, and nothing listens any more', () => {
  const {context, signal, exits} = createProcessContext();
  const stop = stopOnSignals(context);
  signal('SIGTERM');
  stop.end();
  vi.advanceTimersByTime(60_000);
  signal('SIGINT');
  expect(exits).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a fault of the program ends the work as a signal does, with exit 1 where it does not end', () => {
  const {context, fault, exits} = createProcessContext();
  const stop = stopOnSignals(context);
  fault(new FaultError(new Error('Nobody expected this.')));
  expect(stop.signal.reason).toMatchObject({code: 'CORE_FAULT'});
  expect(stop.stoppedBy).toBeUndefined();
  vi.advanceTimersByTime(5000);
  expect(exits).toEqual([1]);
  stop.end();
});
