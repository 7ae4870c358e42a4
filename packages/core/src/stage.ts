import type {Redactions} from './redactions.ts';
import type {SinkLimits} from './sink.ts';
import type {Reading} from './source.ts';
import type {StreamItem, StreamName} from './stream-item.ts';

/** Something between source and sink that sees every item: takes things out, or makes a stream of its own. */
export interface Stage {
  /** Told once, before the first item, what the sink takes. */
  start?(sink: {readonly streams: ReadonlySet<StreamName>; readonly limits: SinkLimits}): void;
  /** Asked first: an item that it does not admit ends here. Default: all go on. */
  admits?(item: StreamItem): boolean;
  /** Called with each item in the order of arrival; returns it, or what goes on in its place. */
  item(item: StreamItem): StreamItem;
  /** Resolves when the stage can take more; undefined when it can right now. */
  ready?(): Promise<void> | undefined;
  /** Items of its own, read after all readings have ended; they pass the stages behind this one. */
  finalReading?(): Reading | undefined;
  /** What it took out so far, and how long that took. */
  redactions?(): Redactions;
  /** Frees what it holds. Called once, however the run ends. */
  close?(): Promise<void>;
}
