import type {Clock} from '@firefly/core';

import {listPages, type ListPagesOptions, type ListProgress} from '../../src/list/list-pages.ts';
import {podType} from './list-texts.ts';

/** A list being read, and what came of it so far. */
export interface PagesUnderTest {
  readonly pages: ReturnType<typeof listPages>;
  readonly progress: ListProgress;
  /** Milliseconds that were asked to be waited. */
  readonly sleeps: readonly number[];
}

/** Reads with pages of two objects, a clock that never waits, and the longest back-off each time. */
export function readPages(
  options: Pick<ListPagesOptions, 'openPage'> & Partial<ListPagesOptions>,
): PagesUnderTest {
  const progress: ListProgress = {pages: 0, bytes: 0, items: 0, inconsistent: false};
  const sleeps: number[] = [];
  const clock: Clock = {
    now: () => 0,
    async sleep(milliseconds, signal) {
      signal.throwIfAborted();
      sleeps.push(milliseconds);
    },
  };
  const pages = listPages({
    type: podType,
    pageSize: {limit: 2, record() {}},
    signal: new AbortController().signal,
    progress,
    clock,
    random: () => 1,
    ...options,
  });
  return {pages, progress, sleeps};
}

/** Reads to the end: the names in the order in which they came, and what was thrown. */
export async function drainPages({pages}: PagesUnderTest): Promise<{names: string[]; error: unknown}> {
  const names: string[] = [];
  try {
    for await (const objects of pages) names.push(...objects.map(({name}) => name));
    return {names, error: undefined};
  } catch (error) {
    return {names, error};
  }
}
