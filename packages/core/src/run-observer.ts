import type {DiscoveryFailure} from './discovery-failure.ts';
import {messageOf} from './error.ts';
import type {RunProgress} from './run-recorder.ts';
import type {ReadingReport} from './run-report.ts';
import type {WriteReceipt} from './sink.ts';
import type {StreamName} from './stream-item.ts';

/**
 * Told what happens while it happens: for logs and a progress line. What it throws changes nothing of the run: it is a
 * warning in the report.
 */
export interface RunObserver {
  /** The run begins; `progress` is a live view, to be looked at at any time. */
  started?(progress: RunProgress): void;
  /** Source and sink are open: which contract the sink speaks, and the API server's version where it is known. */
  opened?(facts: {readonly protocol: string; readonly serverVersion: string | undefined}): void;
  /** How many readings there will be, and what discovery could not find out. */
  planned?(facts: {readonly readings: number; readonly failures: readonly DiscoveryFailure[]}): void;
  /** One reading ended, well or not: its row of the report. */
  read?(report: ReadingReport): void;
  /** One page was acknowledged, or could not be delivered. */
  sent?(page: SentPage): void;
  /** The sink was told to use what it was given, and took it or did not. */
  committed?(facts: {readonly milliseconds: number; readonly failure?: string}): void;
  /** A sentence for people: an item that was left out, a page that went out uncompressed, what could not be closed. */
  warned?(message: string): void;
}

/** What became of one page. */
export interface SentPage {
  readonly stream: StreamName;
  readonly items: number;
  /** Of its body, before compression. */
  readonly bytes: number;
  /** From when the sink was given it. */
  readonly milliseconds: number;
  /** Where it was acknowledged. */
  readonly receipt?: WriteReceipt;
  /** Why it was not, as a sentence. */
  readonly failure?: string;
}

/** Calls the observer at once; never throws. */
export type Notify = (event: (observer: RunObserver) => unknown) => void;

/** @param failed Given a sentence for each call that the observer threw in, or rejected where it is asynchronous. */
export function createNotify(observer: RunObserver | undefined, failed: (message: string) => void): Notify {
  const call = async (event: Parameters<Notify>[0]) => {
    try {
      if (observer !== undefined) await event(observer);
    } catch (error) {
      failed(`The observer of the run failed: ${messageOf(error)}`);
    }
  };
  return (event) => void call(event);
}
