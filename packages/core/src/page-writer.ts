import {createBodyPool, createPageBuilder, type PageBuilder} from './page-builder.ts';
import {messageOf} from './error.ts';
import type {Page} from './page.ts';
import type {ResourceType} from './resource-type.ts';
import type {Notify} from './run-observer.ts';
import type {ReadingRecorder, RunRecorder} from './run-recorder.ts';
import {createSemaphore, type Semaphore} from './semaphore.ts';
import type {SinkSession} from './sink.ts';
import {isRawObject, type StreamItem, type StreamName} from './stream-item.ts';
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
  readonly notify: Notify;
}

/** A page that fills. */
interface OpenPage {
  readonly builder: PageBuilder;
  /** Whose the items of the page are, in their order. */
  readings: ReadingRecorder[];
}

/** Bodies that may wait to be compressed at once: a page under way weighs a fifth of that afterwards, or little more. */
const uncompressedBodies = 3;
/** Pages that may fill at once, where each type has its own: as many as types are read at once, and two streams. */
const mostOpenPages = 6;

/** A writer without any page yet. */
export function createPageWriter({to, recorder, stop, failing, notify}: PageWriterOptions): PageWriter {
  const openPages = new Map<StreamName | ResourceType, OpenPage>();
  const places = new Map<StreamName, Semaphore>();
  const underWay = new Set<Promise<void>>();
  const bodyPlaces = createSemaphore(uncompressedBodies);
  const bodies = createBodyPool(to.limits.pageBytes);

  function open(stream: StreamName, type: ResourceType | undefined): OpenPage {
    const {pageBytes} = to.limits;
    const own = type === undefined ? {} : {type};
    const builder = createPageBuilder({stream, ...own, format: to.format(stream), pageBytes, bodies});
    const page = {builder, readings: []};
    openPages.set(type ?? stream, page);
    return page;
  }

  /** Hands the page on that fills for the longest time, where there are too many. */
  function makeRoom(): Promise<void> | undefined {
    const [oldest] = openPages;
    if (oldest === undefined || openPages.size < mostOpenPages) return undefined;
    const [key, filling] = oldest;
    openPages.delete(key);
    const page = filling.builder.finish();
    return page === undefined ? undefined : handOn(page, filling);
  }

  function placesOf(stream: StreamName): Semaphore {
    const known = places.get(stream) ?? createSemaphore(to.limits.pagesInFlight[stream]);
    places.set(stream, known);
    return known;
  }

  async function handOn(page: Page, filled: OpenPage): Promise<void> {
    const {readings} = filled;
    filled.readings = [];
    const leave = await placesOf(page.stream).acquire(stop);
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
    const begun = performance.now();
    const {stream, body} = page;
    const facts = {stream, items: readings.length, bytes: body.byteLength};
    try {
      const receipt = await to.write(page);
      recorder.receipt(stream, receipt, readings);
      notify((told) => told.sent?.({...facts, milliseconds: performance.now() - begun, receipt}));
      for (const warning of receipt.warnings ?? []) notify((told) => told.warned?.(warning));
    } catch (error) {
      failing.abort(error);
      const failure = messageOf(error);
      notify((told) => told.sent?.({...facts, milliseconds: performance.now() - begun, failure}));
    } finally {
      page.release();
    }
  }

  async function acknowledged(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay);
  }

  return {
    add(item, of) {
      const type = to.pagesByType === true && isRawObject(item) ? item.type : undefined;
      let filling = openPages.get(type ?? item.stream);
      const room = filling === undefined ? makeRoom() : undefined;
      // Where the item cannot be added, nobody waits for it.
      void room?.catch(() => undefined);
      filling ??= open(item.stream, type);
      const page = filling.builder.add(item);
      filling.readings.push(of);
      const handed = page === undefined ? undefined : handOn(page, filling);
      return room === undefined ? handed : Promise.all([room, handed]).then(() => undefined);
    },
    async finish() {
      for (const filling of openPages.values()) {
        const page = filling.builder.finish();
        if (page !== undefined) await handOn(page, filling);
      }
      await untilAborted(acknowledged(), stop);
      stop.throwIfAborted();
    },
    async settle(grace) {
      await untilAborted(acknowledged(), stop, grace).catch(() => undefined);
    },
  };
}
