import {randomBytes} from 'node:crypto';

import {messageOf} from './error.ts';
import {NothingReadError} from './nothing-read-error.ts';
import {createBodyPool, createPageBuilder, type PageBuilder} from './page-builder.ts';
import type {Page} from './page.ts';
import {createTell, type RunObserver, type Tell} from './run-observer.ts';
import {createRunRecorder, type ReadingRecorder, type RunEnd, type RunRecorder} from './run-recorder.ts';
import type {RunReport} from './run-report.ts';
import {createSemaphore, type Semaphore} from './semaphore.ts';
import type {OversizedItem, Sink, SinkSession} from './sink.ts';
import type {DiscoveryFailure, Reading, ReadingOutcome, Source, SourceSession} from './source.ts';
import type {Redactions, Stage} from './stage.ts';
import type {StreamItem, StreamName} from './stream-item.ts';

/** The two ends of a run, and what stands between them. */
export interface RunOptions {
  /** Where objects come from: opened, read and closed by the run. */
  readonly source: Source;
  /** Where they go: opened by the run, and then committed or aborted. */
  readonly sink: Sink;
  /** Stops the run: nothing more is read or sent, the sink is told to abort, and the report says `stopped`. */
  readonly signal: AbortSignal;
  /** What sees every item on its way, in this order; each is closed by the run. Default: nothing does. */
  readonly stages?: readonly Stage[];
  /** Readings under way at once, at least 1. Default 4. */
  readonly concurrency?: number;
  /** Names the run in its report and to the sink: letters, digits and dashes. Default: 16 random hexadecimal digits. */
  readonly runId?: string;
  /** Milliseconds since the Unix epoch, for the report's times. Default `Date.now`. */
  readonly now?: () => number;
  /** Told what happens while it happens. Default: nobody is. */
  readonly observer?: RunObserver;
}

/**
 * One run, from the first connection to the report: reads what the sink takes, several readings at once, pages it, and
 * hands the pages on, so many at once; when the sink is slow, reading waits. Afterwards the sink commits, or aborts
 * where anything that it was given could not be delivered. Never throws: the report says how it ended, where a stage
 * fails or `concurrency` is less than 1 as well.
 */
export async function runCollection(options: RunOptions): Promise<RunReport> {
  const {source, sink, signal, observer, stages = [], concurrency = 4} = options;
  const {runId = randomBytes(8).toString('hex'), now = Date.now} = options;
  const startedAt = new Date(now());
  const recorder = createRunRecorder(runId, startedAt, now);
  // One signal for everything below: the caller's stop, and the first failure.
  const failing = new AbortController();
  const stop = AbortSignal.any([signal, failing.signal]);
  const tell = createTell(observer, (message) => recorder.warn(message));
  const warn = (message: string) => {
    recorder.warn(message);
    tell((told) => told.warned?.(message));
  };
  let redactions: readonly Redactions[] | undefined;
  const reportOf = (end: RunEnd) => recorder.report({...end, redactions: redactions ?? []});

  let from: SourceSession | undefined;
  let to: SinkSession | undefined;
  let committing = false;
  let end: RunEnd = {result: 'success'};
  try {
    tell((told) => told.started?.(recorder.progress));
    if (!(concurrency >= 1))
      throw new RangeError(`A run has at least one reading under way at once, not ${concurrency}.`);
    stop.throwIfAborted();
    from = await source.open({signal: stop});
    recorder.cluster(from.cluster);
    const opening = await sink.open({runId, startedAt, cluster: from.cluster, signal: stop});
    if (opening.kind === 'not-this-time') {
      recorder.protocol(opening.protocol);
      end = {result: 'not-this-time', reason: opening.message, code: opening.reason};
    } else {
      to = opening.session;
      recorder.protocol(to.protocol);
      const facts = {protocol: to.protocol, serverVersion: from.cluster.serverVersion};
      tell((told) => told.opened?.(facts));
      await transfer({from, to, recorder, stop, failing, stages, concurrency, tell, warn});
      redactions = stages.flatMap((stage) => stage.redactions?.() ?? []);
      committing = true;
      await to.commit(reportOf(end));
    }
  } catch (error) {
    // `stop` keeps the reason that came first. A commit goes on after a stop, so its failure is one of its own.
    const stopped =
      signal.aborted && (error === signal.reason || (!committing && stop.reason === signal.reason));
    failing.abort(error);
    end = stopped ? {result: 'stopped', error: signal.reason} : {result: 'failure', error};
    redactions ??= redactionsSoFar(stages, warn);
    await attempt(() => to?.abort(reportOf(end)), 'The receiver could not be told that the run failed', warn);
  }
  for (const held of [from, ...stages])
    await attempt(() => held?.close?.(), 'The run left something behind', warn);
  return reportOf(end);
}

/** Of a run that failed: a stage that cannot tell may be why, and does not keep the sink from being told. */
function redactionsSoFar(stages: readonly Stage[], warn: (message: string) => void): Redactions[] {
  return stages.flatMap((stage) => {
    try {
      return stage.redactions?.() ?? [];
    } catch (error) {
      warn(`What a stage took out is not counted: ${messageOf(error)}`);
      return [];
    }
  });
}

/** For what is done however the run ended: what it throws is worth a warning, and changes nothing else. */
async function attempt(
  action: () => Promise<void> | undefined,
  what: string,
  warn: (message: string) => void,
): Promise<void> {
  try {
    await action();
  } catch (error) {
    warn(`${what}: ${messageOf(error)}`);
  }
}

interface Transfer {
  readonly from: SourceSession;
  readonly to: SinkSession;
  readonly recorder: RunRecorder;
  readonly stop: AbortSignal;
  readonly failing: AbortController;
  readonly stages: readonly Stage[];
  readonly concurrency: number;
  readonly tell: Tell;
  readonly warn: (message: string) => void;
}

async function transfer(context: Transfer): Promise<void> {
  const {from, to, recorder, stop, stages, concurrency, tell} = context;
  const plan = await from.plan(to.streams);
  recorder.planned(plan.readings.length, plan.failures);
  tell((told) => told.planned?.({readings: plan.readings.length, failures: plan.failures}));
  to.announce({resourceTypes: plan.resourceTypes});

  for (const stage of stages) stage.start?.({streams: to.streams, limits: to.limits});
  const writer = createPageWriter(context);
  const outcomes: ReadingOutcome[] = [];
  const run = async (reading: Reading) => {
    outcomes.push(await transferReading(reading, writer, context));
  };
  try {
    await inParallel(plan.readings, concurrency, run, context.failing);
    stop.throwIfAborted();
    requireSomething(outcomes, plan.failures, recorder);
    for (const stage of stages) {
      const reading = stage.finalReading?.();
      if (reading !== undefined) await run(reading);
    }
    await writer.finish();
  } catch (error) {
    context.failing.abort(error);
    await writer.settle();
    // What failed first, not what came of it.
    throw context.failing.signal.reason;
  }
}

async function transferReading(
  reading: Reading,
  writer: PageWriter,
  context: Transfer,
): Promise<ReadingOutcome> {
  const {recorder, stop, tell} = context;
  stop.throwIfAborted();
  const record = recorder.reading(reading);
  const batches = reading.read(stop);
  try {
    for (;;) {
      const next = await batches.next();
      if (next.done === true) {
        for (const item of next.value.oversized ?? []) leaveOut(item, record, context);
        const report = record.done(next.value);
        tell((told) => told.read?.(report));
        return next.value;
      }
      stop.throwIfAborted();
      for (const item of next.value) {
        const waiting = passOn(item, writer, record, context);
        if (waiting !== undefined) await waiting;
      }
    }
  } catch (error) {
    // Ends a reading that is interrupted: it may hold a connection. Why it is interrupted says more than how it ends.
    await batches.return(undefined as never).catch(() => undefined);
    throw error;
  }
}

/** Returns a promise only where something must be waited for: most items take no turn of the event loop. */
function passOn(
  item: StreamItem,
  writer: PageWriter,
  record: ReadingRecorder,
  context: Transfer,
): Promise<unknown> | undefined {
  const {to, stages} = context;
  let current = item;
  const waits: Promise<void>[] = [];
  try {
    for (const stage of stages) {
      current = stage.item(current);
      const ready = stage.ready?.();
      if (ready !== undefined) waits.push(ready);
    }
    if (current.byteLength > to.limits.itemBytes) {
      leaveOut({...current.describe(), stream: current.stream, bytes: current.byteLength}, record, context);
    } else {
      record.item(current.stream, current.byteLength);
      const written = writer.add(current);
      if (written !== undefined) waits.push(written);
    }
  } catch (error) {
    // Nobody waits for these any more, and a rejection that nobody hears ends the process.
    void Promise.allSettled(waits);
    throw error;
  }
  return waits.length === 0 ? undefined : Promise.all(waits);
}

function leaveOut(item: OversizedItem, record: ReadingRecorder, {to, warn}: Transfer): void {
  const {kind, namespace, name} = item;
  record.oversized(item);
  warn(
    `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name} was not sent: ` +
      `its ${item.bytes} bytes of JSON are over the limit of ${to.limits.itemBytes}.`,
  );
}

interface PageWriter {
  /** Adds one item; a promise when the page that it completed had to wait for its turn. */
  add(item: StreamItem): Promise<void> | undefined;
  /** Hands on what is left and waits for every acknowledgement. */
  finish(): Promise<void>;
  /** Waits until no page is under way, whatever came of them. */
  settle(): Promise<void>;
}

/** Bodies that may wait to be compressed at once: a page under way weighs a fifth of that afterwards, or little more. */
const UNCOMPRESSED_BODIES = 3;

function createPageWriter({to, recorder, stop, failing, tell}: Transfer): PageWriter {
  const builders = new Map<StreamName, PageBuilder>();
  const places = new Map<StreamName, Semaphore>();
  const underWay = new Set<Promise<void>>();
  const bodyPlaces = createSemaphore(UNCOMPRESSED_BODIES);
  const heldPlaces: (() => void)[] = [];
  const bodyPool = createBodyPool(to.limits.pageBytes);

  function builderOf(stream: StreamName): PageBuilder {
    let builder = builders.get(stream);
    if (builder === undefined) {
      builder = createPageBuilder({
        stream,
        format: to.format(stream),
        pageBytes: to.limits.pageBytes,
        bodies: bodyPool,
        onRelease: () => heldPlaces.shift()?.(),
      });
      builders.set(stream, builder);
      places.set(stream, createSemaphore(to.limits.pagesInFlight[stream]));
    }
    return builder;
  }

  async function handOn(page: Page): Promise<void> {
    const release = await places.get(page.stream)?.acquire(stop);
    // After the place: who waits for one of another stream's must not keep this stream's pages from being compressed.
    heldPlaces.push(await bodyPlaces.acquire(stop));
    // The place may have come free in the moment in which another page failed: nothing is sent after that.
    if (stop.aborted) release?.();
    stop.throwIfAborted();
    const delivery = deliver(page, release);
    underWay.add(delivery);
    void delivery.finally(() => underWay.delete(delivery));
  }

  async function deliver(page: Page, release: (() => void) | undefined): Promise<void> {
    try {
      const receipt = await to.write(page);
      recorder.receipt(page.stream, receipt);
      for (const warning of receipt.warnings ?? []) tell((told) => told.warned?.(warning));
    } catch (error) {
      failing.abort(error);
    } finally {
      page.release();
      release?.();
    }
  }

  async function settle(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay);
  }

  return {
    add(item) {
      const page = builderOf(item.stream).add(item);
      return page === undefined ? undefined : handOn(page);
    },
    async finish() {
      for (const builder of builders.values()) {
        const page = builder.finish();
        if (page !== undefined) await handOn(page);
      }
      await settle();
      stop.throwIfAborted();
    },
    settle,
  };
}

/** Runs so many at once; the first that throws stops the others, and is thrown when all have ended. */
async function inParallel<T>(
  items: readonly T[],
  places: number,
  run: (item: T) => Promise<void>,
  failing: AbortController,
): Promise<void> {
  const queue = items.values();
  const workers = Array.from({length: Math.min(places, items.length)}, async () => {
    for (const item of queue) {
      try {
        await run(item);
      } catch (error) {
        failing.abort(error);
        throw error;
      }
    }
  });
  const results = await Promise.allSettled(workers);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failing.signal.reason ?? failed.reason;
}

function requireSomething(
  outcomes: readonly ReadingOutcome[],
  undiscovered: readonly DiscoveryFailure[],
  recorder: RunRecorder,
): void {
  // Partial and empty: the namespaces that may be read are empty, and an empty cluster is a success too.
  if (recorder.progress.items > 0 || outcomes.some(({kind}) => kind !== 'failed')) return;
  const failed = outcomes.find((outcome) => outcome.kind === 'failed');
  if (failed !== undefined) throw new NothingReadError(messageOf(failed.error));
  const [first] = undiscovered;
  throw new NothingReadError(first === undefined ? undefined : `${first.name}: ${first.message}`);
}
