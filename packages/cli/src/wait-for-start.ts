import {type Clock, systemClock} from '@firefly/core';

import type {Log} from './logging/log.ts';
import type {Settings} from './settings/settings.ts';

/** What a wait is told, and measured by. */
export interface WaitForStartOptions {
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Time, for tests. Default: the machine's. */
  readonly clock?: Clock;
  /** In [0, 1), for tests. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * Waits a random part of `startJitterSeconds`, so that many clusters of one schedule do not start at once; a dry run
 * not at all. Resolves early when stopped: the run then says so.
 */
export async function waitForStart(
  {startJitterSeconds, dryRun}: Pick<Settings, 'startJitterSeconds' | 'dryRun'>,
  {log, signal, clock = systemClock, random = Math.random}: WaitForStartOptions,
): Promise<void> {
  const milliseconds = Math.floor(random() * startJitterSeconds * 1000);
  if (dryRun || milliseconds === 0 || signal.aborted) return;
  log.info('Waiting before the run', {seconds: Math.ceil(milliseconds / 1000)});
  try {
    await clock.sleep(milliseconds, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
