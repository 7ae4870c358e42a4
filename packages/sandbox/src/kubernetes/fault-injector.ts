import type {Fault, FaultAction, InjectedFault} from './fault.ts';
import {matchesRequest, type RequestRecord} from './request-record.ts';
import {Turnstile} from './turnstile.ts';

/** A fault as the server meets it. */
export interface ArmedFault {
  readonly action: FaultAction;
  /** Where the pieces of a slowed body wait. */
  readonly turnstile: Turnstile;
}

/** The faults of one API server, asked at each request; the first that hits wins. */
export class FaultInjector {
  readonly #faults = new Set<InjectedFaultState>();

  inject(fault: Fault): InjectedFault {
    const state = new InjectedFaultState(fault, () => this.#faults.delete(state));
    this.#faults.add(state);
    return state;
  }

  /** Counts the request for every fault and returns the first that hits it. */
  strike(request: RequestRecord): ArmedFault | undefined {
    let hit: ArmedFault | undefined;
    for (const fault of this.#faults) {
      if (fault.counts(request) && hit === undefined) {
        fault.record(request);
        hit = fault;
      }
    }
    return hit;
  }

  removeAll(): void {
    for (const fault of this.#faults) fault.remove();
  }
}

class InjectedFaultState implements InjectedFault, ArmedFault {
  readonly action: FaultAction;
  readonly turnstile = new Turnstile();
  readonly #fault: Fault;
  readonly #forget: () => void;
  readonly #hit = Promise.withResolvers<RequestRecord>();
  #matched = 0;
  hits = 0;

  constructor(fault: Fault, forget: () => void) {
    this.action = fault.action;
    this.#fault = fault;
    this.#forget = forget;
  }

  get hit() {
    return this.#hit.promise;
  }

  counts(request: RequestRecord): boolean {
    const {match, nth = 1, times = 1} = this.#fault;
    if (match !== undefined && !matchesRequest(match, request)) return false;
    this.#matched++;
    return this.#matched >= nth && this.#matched < nth + times;
  }

  record(request: RequestRecord): void {
    this.hits++;
    this.#hit.resolve(request);
  }

  release(pieces = 1) {
    this.turnstile.release(pieces);
  }

  remove() {
    this.#forget();
    this.turnstile.release(Infinity);
  }
}
