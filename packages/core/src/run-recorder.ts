import type {ClusterIdentity} from './cluster-identity.ts';
import type {DiscoveryFailure} from './discovery-failure.ts';
import {CollectorError, messageOf} from './error.ts';
import {NothingAcceptedError} from './nothing-accepted-error.ts';
import type {OversizedItem} from './oversized-item.ts';
import type {ReadingReport, RunReport, StreamReport} from './run-report.ts';
import type {WriteReceipt} from './sink.ts';
import type {NarrowedTo, Plan, Reading, ReadingOutcome} from './source.ts';
import type {Redactions} from './redactions.ts';
import type {StreamName} from './stream-item.ts';
import {createWarningLog} from './warning-log.ts';

/** What went on so far: for a progress line. A live view, not a copy. */
export interface RunProgress {
  /** Those that have ended, and all that are known of. */
  readonly readings: {readonly done: number; readonly total: number};
  /** Items handed to the sink, in all streams. */
  readonly items: number;
  /** Of their JSON. */
  readonly bytes: number;
  /** Bytes of bodies that were acknowledged. */
  readonly sentBytes: number;
}

/** Gathers what becomes the run report; the only writer of its figures. */
export interface RunRecorder {
  readonly progress: RunProgress;
  /** When the record was started. */
  readonly startedAt: Date;
  cluster(identity: ClusterIdentity): void;
  protocol(name: string): void;
  planned(plan: Plan): void;
  reading(reading: Reading): ReadingRecorder;
  /** @param readings Whose the items of the page were, in their order. */
  receipt(stream: StreamName, receipt: WriteReceipt, readings: readonly ReadingRecorder[]): void;
  warn(message: string): void;
  /** @throws {NothingAcceptedError} where every object was too large, or the receiver refused all that it was given. */
  requireAccepted(): void;
  report(end: RunEnd): RunReport;
}

/** Gathers one row of the report. */
export interface ReadingRecorder {
  item(stream: StreamName, bytes: number): void;
  oversized(item: OversizedItem): void;
  /** The receiver did not take an item that was counted. */
  refused(bytes: number): void;
  done(outcome: ReadingOutcome): ReadingReport;
}

/** How a run ended, and what its stages took out. */
export type RunEnd = {readonly redactions?: readonly Redactions[]} & (
  | {readonly result: 'success'}
  | {readonly result: 'not-this-time'; readonly reason: string; readonly code: string}
  | {readonly result: 'failure' | 'stopped'; readonly error: unknown}
);

interface StreamFigures {
  items: number;
  bytes: number;
  requests: number;
  sentBytes: number;
  retries: number;
  firstAt: number;
  lastAt: number;
}

/** Starts a record. `clock` gives milliseconds since the epoch; where it is set back, the record's time stands still. */
export function createRunRecorder(runId: string, clock: () => number): RunRecorder {
  let latest = Number.NEGATIVE_INFINITY;
  const now = () => (latest = Math.max(latest, clock()));
  const startedAt = new Date(now());
  const streams = new Map<StreamName, StreamFigures>();
  const readings: ReadingReport[] = [];
  const oversized: OversizedItem[] = [];
  const warnings = createWarningLog();
  let cluster: ClusterIdentity = {};
  let protocol: string | undefined;
  let discoveryFailures: readonly DiscoveryFailure[] = [];
  let narrowedTo: NarrowedTo | undefined;
  let begunReadings = 0;
  let refused = 0;
  const totals = {readings: {done: 0, total: 0}, items: 0, bytes: 0, sentBytes: 0};

  function figuresOf(stream: StreamName): StreamFigures {
    let figures = streams.get(stream);
    if (figures === undefined) {
      const at = now();
      figures = {items: 0, bytes: 0, requests: 0, sentBytes: 0, retries: 0, firstAt: at, lastAt: at};
      streams.set(stream, figures);
    }
    return figures;
  }

  return {
    progress: totals,
    startedAt,
    cluster(identity) {
      cluster = identity;
    },
    protocol(name) {
      protocol = name;
    },
    planned(plan) {
      totals.readings.total = plan.readings.length;
      discoveryFailures = plan.failures;
      ({narrowedTo} = plan);
    },
    reading({name}) {
      const begun = now();
      begunReadings++;
      // What a stage reads at the end was not planned.
      totals.readings.total = Math.max(totals.readings.total, begunReadings);
      const row = {
        name,
        outcome: 'complete' as ReadingReport['outcome'],
        items: 0,
        bytes: 0,
        listPages: 0,
        listBytes: 0,
        milliseconds: 0,
        inconsistent: false,
      };
      return {
        item(stream, itemBytes) {
          row.items++;
          row.bytes += itemBytes;
          const figures = figuresOf(stream);
          figures.items++;
          figures.bytes += itemBytes;
          totals.items++;
          totals.bytes += itemBytes;
        },
        oversized(item) {
          oversized.push(item);
        },
        refused(itemBytes) {
          row.items--;
          row.bytes -= itemBytes;
        },
        done(outcome) {
          totals.readings.done++;
          for (const warning of outcome.warnings ?? []) warnings.add(`${name}: ${warning}`);
          // The row goes on counting: the receiver may refuse an item later.
          readings.push(
            Object.assign(row, {
              outcome: outcome.kind,
              listPages: outcome.listPages,
              listBytes: outcome.listBytes,
              milliseconds: now() - begun,
              inconsistent: outcome.inconsistent ?? false,
              ...(outcome.namespaces === undefined ? {} : {namespaces: outcome.namespaces}),
              ...(outcome.kind === 'complete'
                ? {}
                : {code: outcome.error.code, message: outcome.error.message}),
            }),
          );
          return {...row};
        },
      };
    },
    receipt(stream, receipt, readingsOfItems) {
      const figures = figuresOf(stream);
      figures.requests += receipt.requests;
      figures.sentBytes += receipt.sentBytes;
      figures.retries += receipt.retries;
      figures.lastAt = now();
      totals.sentBytes += receipt.sentBytes;
      for (const {index, ...item} of receipt.oversized) {
        oversized.push(item);
        refused++;
        figures.items--;
        figures.bytes -= item.bytes;
        readingsOfItems[index]?.refused(item.bytes);
      }
      for (const warning of receipt.warnings ?? []) warnings.add(warning);
    },
    warn(message) {
      warnings.add(message);
    },
    requireAccepted() {
      const objects = oversized.filter(({stream}) => stream === 'objects').length;
      if (objects > 0 && (streams.get('objects')?.items ?? 0) === 0)
        throw new NothingAcceptedError(objects, 'objects');
      const accepted = [...streams.values()].reduce((sum, {items}) => sum + items, 0);
      if (refused > 0 && accepted === 0) throw new NothingAcceptedError(refused, 'items');
    },
    report(end) {
      const endedAt = now();
      return {
        runId,
        ...reasonOf(end),
        startedAt: startedAt.toISOString(),
        endedAt: new Date(endedAt).toISOString(),
        milliseconds: endedAt - startedAt.getTime(),
        cluster,
        ...(protocol === undefined ? {} : {protocol}),
        ...(narrowedTo === undefined ? {} : {narrowedTo}),
        readings: readings.map((row) => ({...row})),
        streams: [...streams].map(([stream, figures]) => streamReport(stream, figures)),
        discoveryFailures,
        oversized: [...oversized],
        redactions: (end.redactions ?? []).flatMap(({counts}) => counts),
        ...leftOutOf(end.redactions ?? []),
        redactionMilliseconds: (end.redactions ?? []).reduce((sum, {milliseconds}) => sum + milliseconds, 0),
        warnings: warnings.sentences,
      };
    },
  };
}

function streamReport(stream: StreamName, figures: StreamFigures): StreamReport {
  const {items, bytes, requests, sentBytes, retries, firstAt, lastAt} = figures;
  return {stream, items, bytes, requests, sentBytes, retries, milliseconds: lastAt - firstAt};
}

function leftOutOf(redactions: readonly Redactions[]): Pick<RunReport, 'leftOut'> {
  const leftOut = redactions.flatMap(({leftOut: rows = []}) => rows);
  return leftOut.length === 0 ? {} : {leftOut};
}

function reasonOf(end: RunEnd): Pick<RunReport, 'result' | 'reason' | 'code'> {
  switch (end.result) {
    case 'success':
      return {result: end.result};
    case 'not-this-time':
      return {result: end.result, reason: end.reason, code: end.code};
    case 'failure':
    case 'stopped':
      return {
        result: end.result,
        reason: messageOf(end.error),
        ...(end.error instanceof CollectorError ? {code: end.error.code} : {}),
      };
  }
}
