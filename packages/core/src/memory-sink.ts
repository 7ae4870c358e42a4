import {defaultLimits} from './default-limits.ts';
import type {Page, PageFormat} from './page.ts';
import type {ResourceTypeRecord} from './resource-type-record.ts';
import type {RunReport} from './run-report.ts';
import type {Sink, SinkLimits, SinkOpening, SinkSession, WriteReceipt} from './sink.ts';
import type {StreamName} from './stream-item.ts';

/** What the sink takes, and how its receiver behaves. */
export interface MemorySinkOptions {
  /** Streams that it takes. Default: objects alone. */
  readonly streams?: readonly StreamName[];
  /** In place of the limits that Firefly's sink has. */
  readonly limits?: Partial<SinkLimits>;
  /** Answers `open` with this in place of a session. */
  readonly notThisTime?: string;
  /** Runs before a page is accepted, its body given back: may wait (the run's signal ends that), may throw. */
  readonly onWrite?: (page: Page) => Promise<void> | void;
  /** Runs before a commit is accepted; the run fails with what it throws. */
  readonly onCommit?: () => Promise<void> | void;
}

/** A sink that keeps what it is given, and shows in which order it was called. */
export interface MemorySink extends Sink {
  /** `open`, `announce`, `write`, `commit`, `abort`, in the order of the calls. */
  readonly calls: readonly string[];
  /** Bodies of the accepted pages, as text. */
  readonly pages: readonly {readonly stream: StreamName; readonly body: string}[];
  /** The items of the accepted pages of a stream, as text. */
  items(stream: StreamName): string[];
  /** What `announce` was told; empty before. */
  readonly resourceTypes: readonly ResourceTypeRecord[];
  /** What `commit` or `abort` was told. */
  readonly report: RunReport | undefined;
}

const encoder = new TextEncoder();
/** Shows a byte order mark, too: it would be one that was sent. */
const decoder = new TextDecoder('utf-8', {ignoreBOM: true});

/** The reference sink: pages of the form `{"objects":[…]}` that lie in memory. */
export function createMemorySink(options: MemorySinkOptions = {}): MemorySink {
  const calls: string[] = [];
  const pages: {stream: StreamName; body: string; items: string[]}[] = [];
  const limits: SinkLimits = {...defaultLimits, ...options.limits};
  let resourceTypes: readonly ResourceTypeRecord[] = [];
  let report: RunReport | undefined;
  const stopped = Promise.withResolvers<never>();
  // It may come when no page is under way.
  stopped.promise.catch(() => undefined);

  const session: SinkSession = {
    protocol: 'memory',
    streams: new Set(options.streams ?? ['objects']),
    limits,
    format: (stream): PageFormat => ({head: encoder.encode(`{"${stream}":[`), tail: encoder.encode(']}')}),
    announce(inventory) {
      calls.push('announce');
      ({resourceTypes} = inventory);
    },
    async write(page): Promise<WriteReceipt> {
      calls.push('write');
      const body = decoder.decode(page.body);
      const items = itemsOf(page);
      const sentBytes = page.body.byteLength;
      // As a sink does once it has compressed the body; `onWrite` plays the receiver.
      page.release();
      await Promise.race([options.onWrite?.(page), stopped.promise]);
      pages.push({stream: page.stream, body, items});
      return {requests: 1, sentBytes, retries: 0, oversized: []};
    },
    async commit(finished) {
      calls.push('commit');
      await options.onCommit?.();
      report = finished;
    },
    async abort(failed) {
      calls.push('abort');
      report = failed;
    },
  };

  return {
    calls,
    pages,
    get resourceTypes() {
      return resourceTypes;
    },
    get report() {
      return report;
    },
    items: (stream) => pages.filter((page) => page.stream === stream).flatMap(({items}) => items),
    async open({signal}): Promise<SinkOpening> {
      calls.push('open');
      signal.throwIfAborted();
      signal.addEventListener('abort', () => stopped.reject(signal.reason), {once: true});
      const {notThisTime} = options;
      if (notThisTime === undefined) return {kind: 'ready', session};
      return {kind: 'not-this-time', reason: 'MEMORY_NOT_NOW', message: notThisTime, protocol: 'memory'};
    },
  };
}

function itemsOf({body, offsets, format}: Page): string[] {
  const end = body.length - format.tail.length;
  return offsets.map((offset, index) =>
    decoder.decode(body.subarray(offset, (offsets[index + 1] ?? end + 1) - 1)),
  );
}
