import {randomBytes} from 'node:crypto';

import {systemClock} from './clock.ts';
import {messageOf} from './error.ts';
import {FaultError} from './fault-error.ts';
import {createNotify, type RunObserver, type Notify} from './run-observer.ts';
import {createRunRecorder, type RunEnd} from './run-recorder.ts';
import type {RunReport} from './run-report.ts';
import type {Sink, SinkSession} from './sink.ts';
import type {Source, SourceSession} from './source.ts';
import type {Redactions} from './redactions.ts';
import type {Stage} from './stage.ts';
import {transfer} from './transfer.ts';
import {untilAborted} from './until-aborted.ts';

/** The two ends of a run, and what stands between them. */
export interface RunOptions {
  /** Where objects come from: opened, read and closed by the run. */
  readonly source: Source;
  /** Where they go: opened by the run, and then committed or aborted. */
  readonly sink: Sink;
  /**
   * Stops the run: nothing more is read or sent, the sink is told to abort, and the report says `stopped`, or `failure`
   * where the reason is a FaultError.
   */
  readonly signal: AbortSignal;
  /** What sees every item on its way, in this order; each is closed by the run. Default: nothing does. */
  readonly stages?: readonly Stage[];
  /** Readings under way at once, at least 1. Default 4. */
  readonly concurrency?: number;
  /**
   * What becomes of a run in which something could not be read for a reason of this run: it is committed all the same
   * (`deliver`), or it fails (`withhold`). Default `deliver`.
   */
  readonly incomplete?: 'deliver' | 'withhold';
  /** Names the run in its report and to the sink: letters, digits and dashes. Default: 16 random hexadecimal digits. */
  readonly runId?: string;
  /** Milliseconds since the Unix epoch, for the report's times. Default: the system clock's, which nobody sets back. */
  readonly now?: () => number;
  /** Told what happens while it happens. Default: nobody is. */
  readonly observer?: RunObserver;
}

/** Milliseconds that what is under way still has after a stop, where it does not end by itself. */
const stopGrace = 200;
/** The same for the sink's last words, of which each sink bounds its own, and ends sooner. */
const lastWordsGrace = 3_200;

/**
 * One run, from the first connection to the report: reads what the sink takes, several readings at once, pages it, and
 * hands the pages on, so many at once; when the sink is slow, reading waits. Afterwards the sink commits, or aborts
 * where anything that it was given could not be delivered. Never throws: the report says how it ended, where a stage
 * fails or `concurrency` is less than 1 as well. After a stop it ends within 5 s, whatever source and sink wait for.
 */
export async function runCollection(options: RunOptions): Promise<RunReport> {
  const {source, sink, signal, observer, stages = [], concurrency = 4, incomplete = 'deliver'} = options;
  const {runId = randomBytes(8).toString('hex'), now = () => systemClock.now()} = options;
  const recorder = createRunRecorder(runId, now);
  const {startedAt} = recorder;
  // One signal for everything below: the caller's stop, and the first failure.
  const failing = new AbortController();
  const stop = AbortSignal.any([signal, failing.signal]);
  const notify = createNotify(observer, (message) => recorder.warn(message));
  const warn = (message: string) => {
    recorder.warn(message);
    notify((told) => told.warned?.(message));
  };
  let redactions: readonly Redactions[] | undefined;
  const reportOf = (end: RunEnd) => recorder.report({...end, redactions: redactions ?? []});

  let from: SourceSession | undefined;
  let to: SinkSession | undefined;
  let committing = false;
  let end: RunEnd = {result: 'success'};
  try {
    notify((told) => told.started?.(recorder.progress));
    if (!(concurrency >= 1))
      throw new RangeError(`A run has at least one reading under way at once, not ${concurrency}.`);
    stop.throwIfAborted();
    const sourceOpening = source.open({signal: stop, warn});
    try {
      from = await untilAborted(sourceOpening, stop, stopGrace);
    } catch (error) {
      // One that opens when nobody waits for it any more.
      void sourceOpening.then((late) => late.close()).catch(() => undefined);
      throw error;
    }
    const {cluster} = from;
    recorder.cluster(cluster);
    const opening = await untilAborted(sink.open({runId, startedAt, cluster, signal: stop}), stop, stopGrace);
    if (opening.kind === 'not-this-time') {
      recorder.protocol(opening.protocol);
      end = {result: 'not-this-time', reason: opening.message, code: opening.reason};
    } else {
      to = opening.session;
      recorder.protocol(to.protocol);
      const facts = {protocol: to.protocol, serverVersion: cluster.serverVersion};
      notify((told) => told.opened?.(facts));
      const withhold = incomplete === 'withhold';
      const shared = {recorder, stop, failing, grace: stopGrace, stages, concurrency, withhold, notify, warn};
      await transfer({...shared, from, to});
      redactions = stages.flatMap((stage) => stage.redactions?.() ?? []);
      committing = true;
      await commit(to.commit(reportOf(end)), {stop, notify});
    }
  } catch (error) {
    // `stop` keeps the reason that came first. A commit goes on after a stop, so its failure is one of its own.
    const stopped =
      signal.aborted && (error === signal.reason || (!committing && stop.reason === signal.reason));
    failing.abort(error);
    const failed = !stopped || signal.reason instanceof FaultError;
    end = {result: failed ? 'failure' : 'stopped', error: stopped ? signal.reason : error};
    redactions ??= redactionsSoFar(stages, warn);
    const told = () => attempt(to?.abort(reportOf(end)), stop, lastWordsGrace);
    await orWarn(told, 'The receiver could not be told that the run failed', warn);
  }
  const left = 'The run left something behind';
  await Promise.all(
    [from, ...stages].map((held) => orWarn(() => attempt(held?.close?.(), stop, stopGrace), left, warn)),
  );
  return reportOf(end);
}

async function commit(
  committing: Promise<void>,
  {stop, notify}: {readonly stop: AbortSignal; readonly notify: Notify},
): Promise<void> {
  const begun = performance.now();
  try {
    await untilAborted(committing, stop, lastWordsGrace);
    notify((told) => told.committed?.({milliseconds: performance.now() - begun}));
  } catch (error) {
    const failure = messageOf(error);
    notify((told) => told.committed?.({milliseconds: performance.now() - begun, failure}));
    throw error;
  }
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

async function attempt(action: Promise<void> | undefined, stop: AbortSignal, grace: number): Promise<void> {
  await untilAborted(Promise.resolve(action), stop, grace);
}

/** For what is done however the run ended: what it throws is worth a warning, and changes nothing else. */
async function orWarn(
  action: () => Promise<void>,
  what: string,
  warn: (message: string) => void,
): Promise<void> {
  try {
    await action();
  } catch (error) {
    warn(`${what}: ${messageOf(error)}`);
  }
}
