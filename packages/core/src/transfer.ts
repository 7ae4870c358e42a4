import {messageOf} from './error.ts';
import {inParallel} from './in-parallel.ts';
import {IncompleteError} from './incomplete-error.ts';
import {NothingReadError} from './nothing-read-error.ts';
import type {OversizedItem} from './oversized-item.ts';
import {createPageWriter, type PageWriter} from './page-writer.ts';
import type {Notify} from './run-observer.ts';
import type {ReadingRecorder, RunRecorder} from './run-recorder.ts';
import type {SinkSession} from './sink.ts';
import type {Plan, Reading, ReadingOutcome, SourceSession} from './source.ts';
import type {Stage} from './stage.ts';
import type {StreamItem} from './stream-item.ts';
import {untilAborted} from './until-aborted.ts';

/** Both ends of a run, open, and what watches them. */
export interface TransferOptions {
  readonly from: SourceSession;
  readonly to: SinkSession;
  readonly recorder: RunRecorder;
  /** The run's one signal: the caller's stop, and the first failure. */
  readonly stop: AbortSignal;
  /** Makes `stop` fire. */
  readonly failing: AbortController;
  /** Milliseconds that what is under way still has after `stop`. */
  readonly grace: number;
  readonly stages: readonly Stage[];
  /** Readings under way at once. */
  readonly concurrency: number;
  readonly withhold: boolean;
  readonly notify: Notify;
  readonly warn: (message: string) => void;
}

/**
 * Reads all that the sink takes and waits until every page of it was acknowledged; what may be committed is then
 * complete, as far as the run is to be. Rejects with what failed first.
 */
export async function transfer(options: TransferOptions): Promise<void> {
  const {from, to, recorder, stop, grace, stages, concurrency, notify} = options;
  const plan = await untilAborted(from.plan(to.streams), stop, grace);
  recorder.planned(plan);
  notify((told) => told.planned?.({readings: plan.readings.length, failures: plan.failures}));
  to.announce({resourceTypes: plan.resourceTypes});

  for (const stage of stages) stage.start?.({streams: to.streams, limits: to.limits});
  const writer = createPageWriter(options);
  const ended: EndedReading[] = [];
  const run = async (reading: Reading, behind = stages) => {
    const outcome = await transferReading(reading, writer, {...options, stages: behind});
    ended.push({reading, outcome});
  };
  try {
    await inParallel(plan.readings, concurrency, (reading) => run(reading), options.failing);
    stop.throwIfAborted();
    requireSomething(ended, plan, recorder);
    for (const [index, stage] of stages.entries()) {
      const reading = stage.finalReading?.();
      if (reading !== undefined) await run(reading, stages.slice(index + 1));
    }
    await writer.finish();
    recorder.requireAccepted();
    if (options.withhold) requireAll(ended, plan, to);
  } catch (error) {
    options.failing.abort(error);
    await writer.settle(grace);
    // What failed first, not what came of it.
    throw options.failing.signal.reason;
  }
}

interface EndedReading {
  readonly reading: Reading;
  readonly outcome: ReadingOutcome;
}

async function transferReading(
  reading: Reading,
  writer: PageWriter,
  options: TransferOptions,
): Promise<ReadingOutcome> {
  const {recorder, stop, grace, notify} = options;
  stop.throwIfAborted();
  const record = recorder.reading(reading);
  const batches = reading.read(stop);
  try {
    for (;;) {
      const next = await untilAborted(batches.next(), stop, grace);
      if (next.done === true) {
        for (const item of next.value.oversized ?? []) leaveOut(item, record, options);
        const report = record.done(next.value);
        notify((told) => told.read?.(report));
        for (const warning of next.value.warnings ?? [])
          notify((told) => told.warned?.(`${reading.name}: ${warning}`));
        return next.value;
      }
      stop.throwIfAborted();
      for (const item of next.value) {
        const waiting = passOn(item, writer, record, options);
        if (waiting !== undefined) await waiting;
      }
    }
  } catch (error) {
    // Ends a reading that is interrupted: it may hold a connection. Why it is interrupted says more than how it ends.
    options.failing.abort(error);
    await untilAborted(batches.return(undefined as never), stop, grace).catch(() => undefined);
    throw error;
  }
}

/** Returns a promise only where something must be waited for: most items take no turn of the event loop. */
function passOn(
  item: StreamItem,
  writer: PageWriter,
  record: ReadingRecorder,
  options: TransferOptions,
): Promise<unknown> | undefined {
  const {to, stop, stages} = options;
  let current = item;
  let isAdmitted = true;
  const waits: Promise<void>[] = [];
  try {
    for (const stage of stages) {
      isAdmitted = stage.admits?.(current) ?? true;
      if (isAdmitted) current = stage.item(current);
      const ready = stage.ready?.();
      if (ready !== undefined) waits.push(ready);
      if (!isAdmitted) break;
    }
    if (!isAdmitted) return waits.length === 0 ? undefined : untilAborted(Promise.all(waits), stop);
    if (current.byteLength > to.limits.itemBytes) {
      leaveOut({...current.describe(), stream: current.stream, bytes: current.byteLength}, record, options);
    } else {
      const written = writer.add(current, record);
      record.item(current.stream, current.byteLength);
      if (written !== undefined) waits.push(written);
    }
  } catch (error) {
    // Nobody waits for these any more, and a rejection that nobody hears ends the process.
    void Promise.allSettled(waits);
    throw error;
  }
  return waits.length === 0 ? undefined : untilAborted(Promise.all(waits), stop);
}

function leaveOut(item: OversizedItem, record: ReadingRecorder, {to, warn}: TransferOptions): void {
  const {kind, namespace, name} = item;
  record.oversized(item);
  warn(
    `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name} was not sent: ` +
      `its ${item.bytes} bytes of JSON are over the limit of ${to.limits.itemBytes}.`,
  );
}

function requireSomething(ended: readonly EndedReading[], plan: Plan, recorder: RunRecorder): void {
  // Partial and empty: the namespaces that may be read are empty, and an empty cluster is a success too.
  if (recorder.progress.items > 0 || ended.some(({outcome}) => outcome.kind !== 'failed')) return;
  const failed = ended.map(({outcome}) => outcome).find((outcome) => outcome.kind === 'failed');
  if (failed !== undefined) throw new NothingReadError(messageOf(failed.error));
  const [first] = plan.failures;
  throw new NothingReadError(first === undefined ? undefined : `${first.name}: ${first.message}`);
}

/** Only where the run withholds what is incomplete: gaps that are there in every run are none. */
function requireAll(ended: readonly EndedReading[], plan: Plan, {protocol, takesEffect}: SinkSession): void {
  const gaps = [
    ...ended.flatMap(({reading, outcome}) =>
      outcome.kind === 'complete' || isExpected(reading, outcome)
        ? []
        : [`${reading.name}: ${messageOf(outcome.error)}`],
    ),
    ...plan.failures
      .filter(({expected}) => expected !== true)
      .map(({name, message}) => `${name}: ${message}`),
  ];
  if (gaps.length === 0) return;
  const fate =
    takesEffect === 'on-arrival'
      ? `Its pages have arrived all the same: the contract "${protocol}" has no word that withholds them.`
      : 'The receiver was not told to use it.';
  throw new IncompleteError(gaps, fate);
}

/** A type that was begun and broke off is none: where namespaces stand beside it, each of those was read to its end. */
function isExpected(reading: Reading, outcome: Exclude<ReadingOutcome, {kind: 'complete'}>): boolean {
  if (outcome.kind === 'partial' && outcome.namespaces === undefined) return false;
  return reading.optional === true || outcome.error.expected === true;
}
