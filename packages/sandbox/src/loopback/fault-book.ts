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
  const entries = new Set<Entry<Request, Action>>();
  return {
    inject(rule) {
      const entry = new Entry(rule, usual, () => entries.delete(entry));
      entries.add(entry);
      return entry;
    },
    take(request) {
      let taken: Entry<Request, Action> | undefined;
      for (const entry of entries) if (entry.counts(request)) taken ??= entry;
      taken?.befall(request);
      return taken;
    },
    removeAll() {
      for (const entry of entries) entry.remove();
    },
  };
}

class Entry<Request extends LoopbackRequest, Action extends {readonly kind: string}>
  implements InjectedFault<Request>, ArmedFault<Action>
{
  readonly turnstile = new Turnstile();
  readonly #rule: FaultRule<Request, Action>;
  readonly #usual: RequestMatcher<Request>;
  readonly #forget: () => void;
  readonly #hit = Promise.withResolvers<Request>();
  #seen = 0;
  hits = 0;

  constructor(rule: FaultRule<Request, Action>, usual: RequestMatcher<Request>, forget: () => void) {
    this.#rule = rule;
    this.#usual = usual;
    this.#forget = forget;
  }

  get action(): Action {
    return this.#rule.fault;
  }

  get hit(): Promise<Request> {
    return this.#hit.promise;
  }

  get held(): number {
    return this.turnstile.waiting;
  }

  /** Counts the request when the rule means it, and tells whether it is one of those to befall. */
  counts(request: Request): boolean {
    const {on = this.#usual, nth = 1, times = 1} = this.#rule;
    if (!matchesRequest(on, request)) return false;
    this.#seen++;
    return this.#seen >= nth && this.#seen < nth + times;
  }

  befall(request: Request): void {
    this.hits++;
    this.#hit.resolve(request);
  }

  release(count = this.action.kind === 'slow' ? 1 : Infinity): void {
    this.turnstile.release(count);
  }

  remove(): void {
    this.#forget();
    this.turnstile.release(Infinity);
  }
}
