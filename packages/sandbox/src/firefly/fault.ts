import type {RequestMatcher} from './recorded-request.ts';

/** What happens to a request in place of, or around, what the contract says. */
export type Fault = AnswerFault | ResetFault | HangFault;

/** Another answer. A page that is answered `before-processing` or earlier is not kept. */
export interface AnswerFault {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Default: `after-processing` for a 2xx status, else `before-processing` (the body was read). */
  readonly when?: 'before-reading' | 'before-processing' | 'after-processing';
}

/** The connection breaks. `after-processing`: the page was kept, its acknowledgement is lost. */
export interface ResetFault {
  readonly kind: 'reset';
  readonly when: 'before-reading' | 'mid-body' | 'before-processing' | 'after-processing' | 'mid-answer';
}

/** Nothing happens until `release()` of the injected fault, or until the client gives up; then it goes on as usual. */
export interface HangFault {
  readonly kind: 'hang';
  /** Default `before-processing`. */
  readonly when?: 'before-reading' | 'before-processing' | 'after-processing';
}

/** A fault and the requests that it befalls, counted from the injection on. */
export interface FaultRule {
  /** Default: pages of both contracts. */
  readonly on?: RequestMatcher;
  /** The first matching request that it befalls. Default 1. */
  readonly nth?: number;
  /** How many in a row, from `nth` on. Default 1; `Infinity` until `remove()`. */
  readonly times?: number;
  readonly fault: Fault;
}

export interface InjectedFault {
  /** Requests that it has befallen so far. */
  readonly hits: number;
  /** Lets every request go on that hangs, and hangs none from now on. */
  release(): void;
  /** Befalls no further request. Requests that hang stay so until `release()`. */
  remove(): void;
}
