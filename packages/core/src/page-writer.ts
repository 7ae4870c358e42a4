import {createBodyPool, createPageBuilder, type PageBuilder} from './page-builder.ts';
import type {Page} from './page.ts';
import type {Tell} from './run-observer.ts';
import type {ReadingRecorder, RunRecorder} from './run-recorder.ts';
import {createSemaphore, type Semaphore} from './semaphore.ts';
import type {SinkSession} from './sink.ts';
import type {StreamItem, StreamName} from './stream-item.ts';
import {untilAborted} from './until-aborted.ts';

/** Puts items into pages and hands full ones on to a sink, so many at once. */
export interface PageWriter {
  /** Adds one item of a reading; a promise when the page that it completed had to wait for its turn. */
  add(item: StreamItem, of: ReadingRecorder): Promise<void> | undefined;
  /** Hands on what is left and waits for every acknowledgement. */
  finish(): Promise<void>;
  /** Waits until no page is under way, whatever came of them: after a failure, for `grace` milliseconds at most. */
  settle(grace: number): Promise<void>;
}

/** Whom a writer writes to, and who is told what came of it. */
export interface PageWriterOptions {
  readonly to: SinkSession;
  readonly recorder: RunRecorder;
  /** Ends all waiting. */
  readonly stop: AbortSignal;
  /** Aborted by the first page that cannot be delivered. */
  readonly failing: AbortController;
  readonly tell: Tell;
}

/** One stream's page that fills, and what it needs to be handed on. */
interface OpenPage {
  readonly builder: PageBuilder;
  readonly places: Semaphore;
  /** Whose the items of the page are, in their order. */
  readings: ReadingRecorder[];
}

/** Bodies that may wait to be compressed at once: a page under way weighs a fifth of that afterwards, or little more. */
const uncompressedBodies = 3;

/** A writer without any page yet. */
export function createPageWriter({to, recorder, stop, failing, tell}: PageWriterOptions): PageWriter {
  const openPages = new Map<StreamName, OpenPage>();
  const underWay = new Set<Promise<void>>();
  const bodyPlaces = createSemaphore(uncompressedBodies);
  const bodies = createBodyPool(to.limits.pageBytes);

  function openPageOf(stream: StreamName): OpenPage {
    let open = openPages.get(stream);
    if (open === undefined) {
      const {pageBytes, pagesInFlight} = to.limits;
      open = {
        builder: createPageBuilder({stream, format: to.format(stream), pageBytes, bodies}),
        places: createSemaphore(pagesInFlight[stream]),
        readings: [],
      };
      openPages.set(stream, open);
    }
    return open;
  }

  async function handOn(page: Page, open: OpenPage): Promise<void> {
    const {readings} = open;
    open.readings = [];
    const leave = await open.places.acquire(stop);
    // After the place: who waits for one of another stream's must not keep this stream's pages from being compressed.
    const giveBody = await bodyPlaces.acquire(stop);
    const release = () => {
      page.release();
      giveBody();
    };
    // The place may have come free in the moment in which another page failed: nothing is sent after that.
    stop.throwIfAborted();
    const delivery = deliver({...page, release}, readings).finally(leave);
    underWay.add(delivery);
    void delivery.finally(() => underWay.delete(delivery));
  }

  async function deliver(page: Page, readings: readonly ReadingRecorder[]): Promise<void> {
    try {
      const receipt = await to.write(page);
      recorder.receipt(page.stream, receipt, readings);
      for (const warning of receipt.warnings ?? []) tell((told) => told.warned?.(warning));
    } catch (error) {
      failing.abort(error);
    } finally {
      page.release();
    }
  }

  async function acknowledged(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay);
  }

  return {
    add(item, of) {
      const open = openPageOf(item.stream);
      const page = open.builder.add(item);
      open.readings.push(of);
      return page === undefined ? undefined : handOn(page, open);
    },
    async finish() {
      for (const open of openPages.values()) {
        const page = open.builder.finish();
        if (page !== undefined) await handOn(page, open);
      }
      await untilAborted(acknowledged(), stop);
      stop.throwIfAborted();
    },
    async settle(grace) {
      await untilAborted(acknowledged(), stop, grace).catch(() => undefined);
    },
  };
}
