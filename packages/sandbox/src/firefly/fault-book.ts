import type {Fault, FaultRule, InjectedFault} from './fault.ts';
import {matchesRequest, pageRequests, type RecordedRequest} from './recorded-request.ts';

/** A fault that befalls one request now. */
export interface PresentFault {
  readonly fault: Fault;
  /** Resolves with the injected fault's `release()`. */
  readonly released: Promise<void>;
}

export interface FaultBook {
  inject(rule: FaultRule): InjectedFault;
  /** The first injected rule that befalls this request; every rule counts it. */
  take(request: RecordedRequest): PresentFault | undefined;
  releaseAll(): void;
}

interface Entry {
  readonly rule: FaultRule;
  readonly released: PromiseWithResolvers<void>;
  seen: number;
  hits: number;
}

/** The injected faults, in the order of injection. */
export function createFaultBook(): FaultBook {
  const entries = new Set<Entry>();

  return {
    inject(rule) {
      const entry: Entry = {rule, released: Promise.withResolvers<void>(), seen: 0, hits: 0};
      entries.add(entry);
      return {
        get hits() {
          return entry.hits;
        },
        release: () => entry.released.resolve(),
        remove: () => void entries.delete(entry),
      };
    },
    take(request) {
      let present: PresentFault | undefined;
      for (const entry of entries) {
        const {on = pageRequests, nth = 1, times = 1, fault} = entry.rule;
        if (!matchesRequest(on, request)) continue;
        entry.seen++;
        if (present !== undefined || entry.seen < nth || entry.seen >= nth + times) continue;
        entry.hits++;
        present = {fault, released: entry.released.promise};
      }
      return present;
    },
    releaseAll() {
      for (const entry of entries) entry.released.resolve();
    },
  };
}
