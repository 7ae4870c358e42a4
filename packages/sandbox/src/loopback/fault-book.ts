import type {FaultRule, InjectedFault} from './fault.ts';
import {type LoopbackRequest, matchesRequest, type RequestMatcher} from './loopback-request.ts';
import {Turnstile} from './turnstile.ts';

/** A fault that befalls one request now. */
export interface ArmedFault<Action> {
  readonly action: Action;
  /** Where what it holds up waits. */
  readonly turnstile: Turnstile;
}

/** The faults of one server, in the order of injection. */
export interface FaultBook<Request extends LoopbackRequest, Action extends {readonly kind: string}> {
  inject(rule: FaultRule<Request, Action>): InjectedFault<Request>;
  /** The first injected rule that befalls this request; every rule counts it. */
  take(request: Request): ArmedFault<Action> | undefined;
  removeAll(): void;
}

/** An empty book; `usual` are the requests of a rule that names none. */
export function createFaultBook<Request extends LoopbackRequest, Action extends {readonly kind: string}>(
  usual: RequestMatcher<Request>,
): FaultBook<Request, Action> {
  const entries = new Set<ReturnType<typeof createEntry>>();

  function createEntry({on = usual, nth = 1, times = 1, fault}: FaultRule<Request, Action>) {
    const turnstile = new Turnstile();
    const hit = Promise.withResolvers<Request>();
    let seen = 0;
    const entry = {
      action: fault,
      turnstile,
      hits: 0,
      hit: hit.promise,
      get held() {
        return turnstile.waiting;
      },
      /** Counts the request when the rule means it, and tells whether it is one of those to befall. */
      counts(request: Request): boolean {
        if (!matchesRequest(on, request)) return false;
        seen++;
        return seen >= nth && seen < nth + times;
      },
      befall(request: Request): void {
        entry.hits++;
        hit.resolve(request);
      },
      release: (count = fault.kind === 'slow' ? 1 : Infinity) => turnstile.release(count),
      remove(): void {
        entries.delete(entry);
        turnstile.release(Infinity);
      },
    };
    return entry;
  }

  return {
    inject(rule) {
      const entry = createEntry(rule);
      entries.add(entry);
      return entry;
    },
    take(request) {
      let taken: ReturnType<typeof createEntry> | undefined;
      for (const entry of entries) if (entry.counts(request)) taken ??= entry;
      taken?.befall(request);
      return taken;
    },
    removeAll() {
      for (const entry of entries) entry.remove();
    },
  };
}
