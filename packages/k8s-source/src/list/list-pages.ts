import {type Clock, type ResourceType, type SpoolOptions, systemClock} from '@firefly/core';

import {createListSplitter, type ListMetadata} from './list-splitter.ts';
import {MalformedListError} from './malformed-list-error.ts';
import {createPageRecovery} from './page-recovery.ts';
import type {PageSize} from './page-size.ts';
import type {ScannedObject} from './scanned-object.ts';
import {createSentLog} from './sent-log.ts';
import {type PageBody, spooledBody} from './spooled-body.ts';

/** What one page is asked by; without `limit`, all that is left. */
export interface PageQuery {
  readonly limit?: number;
  readonly continue?: string;
}

/** Which list, and who opens its pages. */
export interface ListPagesOptions {
  /** What the list was asked by. */
  readonly type: ResourceType;
  /**
   * Asks for one page: the whole contact with a server. Throws `ApiStatusError` and `ApiUnreachableError`, a time-out
   * after one attempt: the next one asks for less. `resourceVersion` must not be sent (with `continue` it is refused,
   * and 0 disables `limit`). The signal ends the page when the run is stopped, and when nobody wants the list any more.
   */
  readonly openPage: (query: PageQuery, signal: AbortSignal) => Promise<PageBody>;
  /** Decides each page's `limit`. */
  readonly pageSize: PageSize;
  /** Ends the list; what waits rejects with its reason. */
  readonly signal: AbortSignal;
  /** Kept up to date while the list is read: what a failure leaves behind. */
  readonly progress: ListProgress;
  /** Told of each page that came whole; an empty batch follows, so that nobody has to wait for the next page. */
  readonly onPage?: (page: ListMetadata) => void;
  /** Whether the next page is asked for while one arrives. Default true. */
  readonly readAhead?: boolean;
  /** What was yielded is valid until the next batch only. */
  readonly reuseBuffers?: boolean;
  /** Where a list that is asked for all at once waits for a slow receiver. */
  readonly spool?: SpoolOptions;
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

/** A page that was asked for while the one before it still arrived. */
interface PageAhead {
  readonly page: Promise<PageBody>;
  readonly stop: AbortController;
}

/** Pages in a row that bring nothing new, before the list counts as endless. */
const mostBarrenPages = 20;
/** Items in one page that come again, beyond as many as were read before: a page that begins again brings those. */
const mostRepeats = 10_000;
/** Made once: an abort without a reason makes one each time, with its stack. */
const nobodyWaits = new Error('nobody wants the list any more');
/** Tokens that are remembered; a longer round of them is noticed by what it brings. */
const rememberedTokens = 1000;

/**
 * Reads one list to its end, page by page, asking for the next page as soon as its token has come: the paging loop.
 *
 * A page that takes too long or breaks off is asked for again at half the size. A list that expired (410) goes on with
 * the token of the 410 or begins again, the second time without a limit. No object is yielded twice. A token that comes
 * again, and pages that bring nothing new, end the list; items that are no objects are told at its end. Throws what cannot be mended; `progress` then tells how far it
 * came.
 */
export async function* listPages(
  options: ListPagesOptions,
): AsyncGenerator<readonly ScannedObject[], void, void> {
  const {
    readAhead = true,
    type,
    openPage,
    pageSize,
    signal,
    progress,
    clock = systemClock,
    random = Math.random,
  } = options;
  const sent = createSentLog();
  const recovery = createPageRecovery(pageSize, random);
  const tokens = new Set<string>();
  let token: string | undefined;
  let ahead: PageAhead | undefined;
  /** Items on whole pages since the list began last. */
  let passed = 0;
  let barren = 0;
  /** Items that were no objects. */
  let strange = 0;
  const left = new AbortController();
  const unwanted = AbortSignal.any([signal, left.signal]);

  async function open(next: string | undefined, until: AbortSignal): Promise<PageBody> {
    const query = next === undefined ? {} : {continue: next};
    if (!recovery.isUnlimited) return openPage({limit: pageSize.limit, ...query}, until);
    return spooledBody(async (spooling) => openPage(query, spooling), until, options.spool);
  }

  function openAhead(next: string): PageAhead {
    const stop = new AbortController();
    const page = open(next, AbortSignal.any([unwanted, stop.signal]));
    // It may fail before anyone waits for it; whoever awaits it sees the failure then.
    page.catch(() => {});
    return {page, stop};
  }

  try {
    for (;;) {
      signal.throwIfAborted();
      const splitter = createListSplitter({type, reuseBuffer: options.reuseBuffers ?? false});
      const known = sent.length;
      let items = 0;
      let repeats = 0;
      let bytes = 0;
      let waited = 0;
      const timed = async <T>(ask: () => Promise<T>): Promise<T> => {
        const from = clock.now();
        try {
          return await ask();
        } finally {
          waited += clock.now() - from;
        }
      };
      let body: PageBody | undefined;
      try {
        body = await timed(async () => ahead?.page ?? open(token, unwanted));
        ahead = undefined;
        const pieces = body;
        const nextPiece = async () => timed(async () => pieces.next());
        for (let piece = await nextPiece(); piece.done !== true; piece = await nextPiece()) {
          bytes += piece.value.length;
          progress.bytes += piece.value.length;
          const batch = splitter.push(piece.value);
          const next = splitter.metadata?.continue;
          if (next && tokens.has(next)) throw new MalformedListError('it repeats its continue token', bytes);
          if (next && ahead === undefined && readAhead) ahead = openAhead(next);
          if (batch.length === 0) continue;
          items += batch.length;
          const fresh = sent.add(batch);
          progress.items += fresh.length;
          repeats += batch.length - fresh.length;
          if (repeats > sent.length + mostRepeats)
            throw new MalformedListError('its items come again and again', bytes);
          if (fresh.length > 0) yield fresh;
        }
        const metadata = splitter.end();
        const {continue: next} = metadata;
        progress.pages++;
        pageSize.record({items, bytes});
        recovery.succeeded();
        if (options.onPage !== undefined) {
          options.onPage(metadata);
          yield [];
        }
        strange += splitter.strangeItems;
        if (!next && strange > 0)
          throw new MalformedListError(`${strange} of its items are no objects`, bytes);
        if (!next) return;
        passed += items;
        // A list that began again brings what is known, but not more of it than there was.
        barren = sent.length === known && (items === 0 || passed > sent.length) ? barren + 1 : 0;
        if (barren === mostBarrenPages)
          throw new MalformedListError(`${barren} pages in a row brought nothing new`, bytes);
        token = next;
        remember(tokens, next);
      } catch (error) {
        await discard(ahead);
        ahead = undefined;
        signal.throwIfAborted();
        const again = recovery.failed(error, token, waited);
        // Without a token the page is read from a new snapshot, from the first object on.
        if (again.token !== token || (token === undefined && items > 0)) progress.inconsistent = true;
        token = again.token;
        if (token === undefined) {
          passed = 0;
          tokens.clear();
        }
        if (again.pauseMilliseconds > 0) await clock.sleep(again.pauseMilliseconds, signal);
      } finally {
        await body?.return();
        splitter.close();
      }
    }
  } finally {
    left.abort(nobodyWaits);
    await discard(ahead);
  }
}

function remember(tokens: Set<string>, token: string): void {
  tokens.add(token);
  const [oldest] = tokens;
  if (tokens.size > rememberedTokens && oldest !== undefined) tokens.delete(oldest);
}

/** Nobody wants it any more: its request ends, and what it holds is given back. */
async function discard(ahead: PageAhead | undefined): Promise<void> {
  ahead?.stop.abort(nobodyWaits);
  try {
    await (await ahead?.page)?.return();
  } catch {
    // It failed: nothing to give back.
  }
}
