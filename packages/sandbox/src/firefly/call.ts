import type {Answer} from './answer.ts';
import type {FailedPage} from './delivery.ts';
import type {RecordedRequest} from './recorded-request.ts';

/** A request that was routed, with its body still to come. */
export interface Call {
  readonly request: RecordedRequest;
  /** From the path; empty where the path has none. */
  readonly clusterId: string;
}

/** What a handler makes of a body. */
export interface Handled {
  readonly answer: Answer;
  /** Called once the answer went out as it stands. */
  readonly acknowledge?: () => void;
}

/**
 * The second half of a handler. The first half ran when the headers came and judged the state of that moment; this
 * judges the body and changes the state, in one step. Throws a `Refusal`.
 */
export interface OpenCall {
  handle(body: Buffer): Handled;
  /** For pages: told of every request that did not lead to acceptance, and how it was answered, if it was. */
  failed?(page: FailedPage, status: number | undefined): void;
  /** Told once, when the request is over in whatever way. */
  end?(): void;
}
