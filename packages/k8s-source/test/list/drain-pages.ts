import type {Clock} from '@firefly/core';

import {listPages, type ListPagesOptions, type ListProgress} from '../../src/list/list-pages.ts';
import type {PageSize} from '../../src/list/page-size.ts';
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
    pageSize: fixedSize(2),
    signal: new AbortController().signal,
    progress,
    clock,
    random: () => 1,
    ...options,
  });
  return {pages, progress, sleeps};
}

/** Pages of so many objects, whatever they weigh; half as many after each that does not come through. */
export function fixedSize(limit: number): PageSize {
  let current = limit;
  return {
    get limit() {
      return current;
    },
    record() {
      current = limit;
    },
    shrink() {
      current = Math.max(1, Math.floor(current / 2));
    },
  };
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
