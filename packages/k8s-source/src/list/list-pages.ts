import {backOffDelay, type Clock, type ResourceType, systemClock} from '@firefly/core';

import {ApiStatusError} from '../api/api-status-error.ts';
import {ApiUnreachableError} from '../api/api-unreachable-error.ts';
import {createListSplitter} from './list-splitter.ts';
import {MalformedListError} from './malformed-list-error.ts';
import type {PageSize} from './page-size.ts';
import type {ScannedObject} from './scanned-object.ts';
import {createSentLog} from './sent-log.ts';

/** The body of one page in pieces, each valid until the next; `return()` gives its connection back. */
export type PageBody = AsyncGenerator<Uint8Array, void, void>;

/** Which list, and who opens its pages. */
export interface ListPagesOptions {
  /** What the list was asked by. */
  readonly type: ResourceType;
  /**
   * Asks for one page: the whole contact with a server. Throws `ApiStatusError` and `ApiUnreachableError` after tries
   * of its own; `resourceVersion` must not be sent (with `continue` it is refused, and 0 disables `limit`). The signal
   * ends the page when the run is stopped, and when nobody wants the list any more.
   */
  readonly openPage: (
    query: {readonly limit: number; readonly continue?: string},
    signal: AbortSignal,
  ) => Promise<PageBody>;
  /** Decides each page's `limit`. */
  readonly pageSize: PageSize;
  /** Ends the list; what waits rejects with its reason. */
  readonly signal: AbortSignal;
  /** Kept up to date while the list is read: what a failure leaves behind. */
  readonly progress: ListProgress;
  /** What was yielded is valid until the next batch only. */
  readonly reuseBuffers?: boolean;
  /** How often one page that breaks off is asked for again, and how often an expired list is begun again. Default 3. */
  readonly repeats?: number;
  /** Time, for tests. Default: the machine's. */
  readonly clock?: Clock;
  /** Jitter of the back-off, in [0, 1), for tests. Default `Math.random`. */
  readonly random?: () => number;
}

/** How far a list came; written while it is read. */
export interface ListProgress {
  /** Pages that arrived whole. */
  pages: number;
  /** Bytes of list bodies, broken ones included. */
  bytes: number;
  items: number;
  /** The snapshot was lost on the way: what came before and after stems from two moments. */
  inconsistent: boolean;
}

/**
 * Reads one list to its end, page by page, asking for the next page as soon as its token has come: the paging loop.
 *
 * A page that breaks off is asked for again, a list that expired (410) goes on with the token of the 410 or begins
 * again; either way no object is yielded twice. Throws what cannot be mended; `progress` then tells how far it came.
 */
export async function* listPages(
  options: ListPagesOptions,
): AsyncGenerator<readonly ScannedObject[], void, void> {
  const {
    type,
    openPage,
    pageSize,
    signal,
    progress,
    repeats = 3,
    clock = systemClock,
    random = Math.random,
  } = options;
  const sent = createSentLog();
  let token: string | undefined;
  let ahead: Promise<PageBody> | undefined;
  let repeated = 0;
  let restarts = 0;
  const left = new AbortController();
  const unwanted = AbortSignal.any([signal, left.signal]);

  const open = (next: string | undefined) =>
    openPage({limit: pageSize.limit, ...(next === undefined ? {} : {continue: next})}, unwanted);

  try {
    for (;;) {
      signal.throwIfAborted();
      const splitter = createListSplitter({type, reuseBuffer: options.reuseBuffers ?? false});
      let items = 0;
      let bytes = 0;
      try {
        const body: PageBody = await (ahead ?? open(token));
        ahead = undefined;
        for await (const piece of body) {
          bytes += piece.length;
          progress.bytes += piece.length;
          const batch = splitter.push(piece);
          const next = splitter.metadata?.continue;
          if (next && next === token) throw new MalformedListError('it repeats its continue token', bytes);
          if (next && ahead === undefined) ahead = inBackground(open(next));
          if (batch.length === 0) continue;
          items += batch.length;
          const fresh = sent.add(batch);
          progress.items += fresh.length;
          if (fresh.length > 0) yield fresh;
        }
        const {continue: next} = splitter.end();
        progress.pages++;
        pageSize.record({items, bytes});
        repeated = 0;
        if (!next) return;
        token = next;
      } catch (error) {
        await discard(ahead);
        ahead = undefined;
        signal.throwIfAborted();
        if (++repeated > repeats || !isWorthRepeating(error)) throw error;
        if (error instanceof ApiStatusError) {
          // Tokens live about five minutes (etcd compaction). The 410's own token reads the rest from a newer snapshot.
          token = error.continueToken;
          progress.inconsistent = true;
          // Whole pages in between do not count: a list that always expires before its end would never end.
          if (token === undefined && ++restarts > repeats) throw error;
        } else {
          // Without a token the page is read from a new snapshot, from the first object on.
          if (token === undefined && items > 0) progress.inconsistent = true;
          await clock.sleep(backOffDelay(repeated, {baseDelay: 200, maxDelay: 5000, random}), signal);
        }
        sent.expectRepeats();
      } finally {
        splitter.close();
      }
    }
  } finally {
    left.abort();
    await discard(ahead);
  }
}

function isWorthRepeating(error: unknown): boolean {
  if (error instanceof ApiStatusError) return error.status === 410;
  if (error instanceof MalformedListError) return error.truncated;
  return error instanceof ApiUnreachableError && error.transient;
}

/** A page asked for ahead may fail before anyone waits for it; whoever awaits it sees the failure then. */
function inBackground(page: Promise<PageBody>): Promise<PageBody> {
  page.catch(() => {});
  return page;
}

async function discard(page: Promise<PageBody> | undefined): Promise<void> {
  try {
    await (await page)?.return();
  } catch {
    // It failed: nothing to give back.
  }
}
