import {randomBytes} from 'node:crypto';

import {messageOf} from './error.ts';
import {NothingReadError} from './nothing-read-error.ts';
import {createPageBuilder, type PageBuilder} from './page-builder.ts';
import type {Page} from './page.ts';
import {createRunRecorder, type ReadingRecorder, type RunProgress, type RunRecorder} from './run-recorder.ts';
import type {ReadingReport, RunReport} from './run-report.ts';
import {createSemaphore, type Semaphore} from './semaphore.ts';
import type {Sink, SinkSession} from './sink.ts';
import type {Reading, ReadingOutcome, Source, SourceSession} from './source.ts';
import type {Stage} from './stage.ts';
import type {StreamItem, StreamName} from './stream-item.ts';

export interface RunOptions {
  readonly source: Source;
  readonly sink: Sink;
  readonly signal: AbortSignal;
  readonly stages?: readonly Stage[];
  /** Readings under way at once. Default 4. */
  readonly concurrency?: number;
  readonly runId?: string;
  readonly now?: () => number;
  readonly observer?: RunObserver;
}

/** Told what happens while it happens: for logs and a progress line. */
export interface RunObserver {
  started?(progress: RunProgress): void;
  opened?(facts: {readonly protocol: string; readonly serverVersion: string | undefined}): void;
  planned?(facts: {
    readonly readings: number;
    readonly failures: readonly {readonly groupVersion: string; readonly message: string}[];
  }): void;
  read?(report: ReadingReport): void;
  warned?(message: string): void;
}

/**
 * One run, from the first connection to the report: reads what the sink takes, several readings at once, pages it, and
 * hands the pages on, so many at once; when the sink is slow, reading waits. Afterwards the sink commits, or aborts
 * where anything that it was given could not be delivered. Never throws: the report says how it ended.
 */
export async function runCollection(options: RunOptions): Promise<RunReport> {
  const {source, sink, signal, runId = randomBytes(8).toString('hex'), now = Date.now, stages = []} = options;
  const startedAt = new Date(now());
  const recorder = createRunRecorder(runId, startedAt, now);
  options.observer?.started?.(recorder.progress);
  // One signal for everything below: the caller's stop, and the first failure.
  const failing = new AbortController();
  const stop = AbortSignal.any([signal, failing.signal]);
  const redactions = () => stages.flatMap((stage) => stage.redactions?.() ?? []);

  let from: SourceSession | undefined;
  let to: SinkSession | undefined;
  try {
    from = await source.open({signal: stop});
    recorder.cluster(from.cluster);
    const opening = await sink.open({runId, startedAt, cluster: from.cluster, signal: stop});
    if (opening.kind === 'not-this-time') {
      recorder.protocol(opening.protocol);
      return recorder.report({result: 'not-this-time', reason: opening.message, code: opening.reason});
    }
    to = opening.session;
    recorder.protocol(to.protocol);
    options.observer?.opened?.({protocol: to.protocol, serverVersion: from.cluster.serverVersion});
    await transfer({from, to, recorder, stop, failing, options});
    stop.throwIfAborted();
    const report = recorder.report({result: 'success', redactions: redactions()});
    await to.commit(report);
    return recorder.report({result: 'success', redactions: redactions()});
  } catch (error) {
    failing.abort(error);
    const report = recorder.report({
      result: signal.aborted ? 'stopped' : 'failure',
      error: signal.aborted ? signal.reason : error,
      redactions: redactions(),
    });
    await to?.abort(report);
    return report;
  } finally {
    await from?.close();
    for (const stage of stages) await stage.close?.();
  }
}

interface Transfer {
  readonly from: SourceSession;
  readonly to: SinkSession;
  readonly recorder: RunRecorder;
  readonly stop: AbortSignal;
  readonly failing: AbortController;
  readonly options: RunOptions;
}

async function transfer(context: Transfer): Promise<void> {
  const {from, to, recorder, stop, options} = context;
  const {stages = [], concurrency = 4, observer} = options;
  const plan = await from.plan(to.streams);
  recorder.planned(plan.readings.length, plan.failures);
  observer?.planned?.({readings: plan.readings.length, failures: plan.failures});
  to.describe({resourceTypes: plan.resourceTypes});

  for (const stage of stages) stage.start?.({streams: to.streams, limits: to.limits});
  const writer = createPageWriter(context);
  const outcomes: ReadingOutcome[] = [];
  const run = async (reading: Reading) => {
    outcomes.push(await transferReading(reading, writer, context));
  };
  await inParallel(plan.readings, concurrency, run, context.failing);
  stop.throwIfAborted();
  requireSomething(outcomes, recorder);
  for (const stage of stages) {
    const last = stage.last?.();
    if (last !== undefined) await run(last);
  }
  await writer.finish();
}

async function transferReading(
  reading: Reading,
  writer: PageWriter,
  context: Transfer,
): Promise<ReadingOutcome> {
  const {recorder, stop, options} = context;
  const record = recorder.reading(reading);
  const batches = reading.read(stop);
  try {
    for (;;) {
      const next = await batches.next();
      if (next.done === true) {
        options.observer?.read?.(record.done(next.value));
        return next.value;
      }
      for (const item of next.value) {
        const waiting = passOn(item, writer, record, context);
        if (waiting !== undefined) await waiting;
      }
    }
  } finally {
    // Ends a reading that another's failure interrupts: it may hold a connection.
    await batches.return(undefined as never);
  }
}

/** Returns a promise only where something must be waited for: most items take no turn of the event loop. */
function passOn(
  item: StreamItem,
  writer: PageWriter,
  record: ReadingRecorder,
  {to, recorder, options}: Transfer,
): Promise<unknown> | undefined {
  let current = item;
  const waits: Promise<void>[] = [];
  for (const stage of options.stages ?? []) {
    current = stage.item(current);
    const ready = stage.ready?.();
    if (ready !== undefined) waits.push(ready);
  }
  if (current.byteLength > to.limits.itemBytes) {
    const {kind, namespace, name} = current.describe();
    record.oversized(current.stream, current.describe(), current.byteLength);
    const message =
      `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name} was not sent: ` +
      `its ${current.byteLength} bytes of JSON are over the limit of ${to.limits.itemBytes}.`;
    recorder.warn(message);
    options.observer?.warned?.(message);
  } else {
    record.item(current.stream, current.byteLength);
    const written = writer.add(current);
    if (written !== undefined) waits.push(written);
  }
  return waits.length === 0 ? undefined : Promise.all(waits);
}

interface PageWriter {
  /** Adds one item; a promise when the page that it completed had to wait for its turn. */
  add(item: StreamItem): Promise<void> | undefined;
  /** Hands on what is left and waits for every acknowledgement. */
  finish(): Promise<void>;
}

function createPageWriter({to, recorder, stop, failing, options}: Transfer): PageWriter {
  const builders = new Map<StreamName, PageBuilder>();
  const places = new Map<StreamName, Semaphore>();
  const underWay = new Set<Promise<void>>();

  function builderOf(stream: StreamName): PageBuilder {
    let builder = builders.get(stream);
    if (builder === undefined) {
      builder = createPageBuilder({stream, format: to.format(stream), pageBytes: to.limits.pageBytes});
      builders.set(stream, builder);
      places.set(stream, createSemaphore(to.limits.pagesInFlight[stream]));
    }
    return builder;
  }

  async function handOn(page: Page): Promise<void> {
    const release = await places.get(page.stream)?.acquire(stop);
    const delivery = deliver(page, release);
    underWay.add(delivery);
    void delivery.finally(() => underWay.delete(delivery));
  }

  async function deliver(page: Page, release: (() => void) | undefined): Promise<void> {
    try {
      const receipt = await to.write(page);
      recorder.receipt(page.stream, receipt);
      for (const warning of receipt.warnings ?? []) options.observer?.warned?.(warning);
    } catch (error) {
      failing.abort(error);
    } finally {
      release?.();
    }
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
      while (underWay.size > 0) await Promise.all(underWay);
      stop.throwIfAborted();
    },
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

function requireSomething(outcomes: readonly ReadingOutcome[], recorder: RunRecorder): void {
  if (recorder.progress.items > 0 || outcomes.some(({kind}) => kind === 'complete')) return;
  const failed = outcomes.find((outcome) => outcome.kind !== 'complete');
  throw new NothingReadError(failed === undefined ? undefined : messageOf(failed.error));
}
