import {resourceTypeName, type RunObserver} from '@firefly/core';
import type {SourceProgress} from '@firefly/k8s-source';

/** One step of a run: milliseconds since the Unix epoch. */
export interface RecordedSpan {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** Why it did not succeed. */
  readonly failure?: string;
  readonly events?: readonly RecordedEvent[];
}

/** Something that happened within a step. */
export interface RecordedEvent {
  readonly name: string;
  readonly at: number;
  readonly attributes: RecordedSpan['attributes'];
}

/** What a run went through, noted while it runs; nothing is sent. */
export interface TelemetryRecord {
  readonly observer: RunObserver;
  /** Told of each page of a list. */
  listed(progress: SourceProgress): void;
  readonly spans: readonly RecordedSpan[];
  /** Steps beyond the first 2,000: a cluster may have any number of pages. */
  readonly dropped: number;
}

const mostSpans = 2000;
const mostEvents = 100;

/** @param now Milliseconds since the Unix epoch. */
export function createTelemetryRecord(now: () => number = Date.now): TelemetryRecord {
  const spans: RecordedSpan[] = [];
  const pages = new Map<string, RecordedEvent[]>();
  let since = now();
  let dropped = 0;

  function note(span: Omit<RecordedSpan, 'start' | 'end'>, milliseconds: number): void {
    const end = now();
    if (spans.length === mostSpans) dropped++;
    else spans.push({...span, start: end - milliseconds, end});
  }
  /** One after the other. */
  function next(span: Omit<RecordedSpan, 'start' | 'end'>): void {
    note(span, now() - since);
    since = now();
  }

  return {
    spans,
    get dropped() {
      return dropped;
    },
    listed({type, items, pages: number}) {
      const name = resourceTypeName(type);
      const events = pages.get(name) ?? [];
      pages.set(name, events);
      if (events.length < mostEvents)
        events.push({name: 'list page', at: now(), attributes: {page: number, objects: items}});
    },
    observer: {
      opened: ({protocol}) => next({name: 'open', attributes: {'firefly.contract': protocol}}),
      planned: ({readings, failures}) =>
        next({
          name: 'discovery',
          attributes: {'firefly.types': readings, 'firefly.failures': failures.length},
        }),
      read({name, outcome, items, bytes, listPages, milliseconds, code, message}) {
        const events = pages.get(name) ?? [];
        pages.delete(name);
        const attributes = {
          'firefly.type': name,
          'firefly.outcome': outcome,
          'firefly.items': items,
          'firefly.bytes': bytes,
          'firefly.list_pages': listPages,
          ...(code === undefined ? {} : {'error.type': code}),
        };
        const failure = outcome === 'complete' ? {} : {failure: message ?? outcome};
        note({name: `read ${name}`, attributes, ...failure, events}, milliseconds);
      },
      sent({stream, items, bytes, milliseconds, receipt, failure}) {
        const attributes = {
          'firefly.stream': stream,
          'firefly.items': items,
          'firefly.bytes': bytes,
          ...(receipt === undefined
            ? {}
            : {'firefly.sent_bytes': receipt.sentBytes, 'firefly.retries': receipt.retries}),
        };
        note({name: 'send page', attributes, ...(failure === undefined ? {} : {failure})}, milliseconds);
      },
      committed({milliseconds, failure}) {
        note({name: 'LOCK', attributes: {}, ...(failure === undefined ? {} : {failure})}, milliseconds);
      },
    },
  };
}
