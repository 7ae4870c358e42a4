import {matchesRequest, pageRequests, type RecordedRequest, type RequestMatcher} from './recorded-request.ts';

/** Requests are held until `resume()`. */
export interface Pause extends Disposable {
  /** Requests that are held now. */
  readonly held: number;
  resume(): void;
}

export interface PauseBook {
  pause(matcher?: RequestMatcher): Pause;
  /** Resolves when no pause holds this request any more; at once when `closed` does. */
  pass(request: RecordedRequest, closed: Promise<void>): Promise<void>;
  resumeAll(): void;
}

interface Entry {
  readonly matcher: RequestMatcher;
  readonly resumed: PromiseWithResolvers<void>;
  held: number;
}

/** The pauses that are in force. */
export function createPauseBook(): PauseBook {
  const entries = new Set<Entry>();

  function resume(entry: Entry): void {
    entries.delete(entry);
    entry.resumed.resolve();
  }

  return {
    pause(matcher = pageRequests) {
      const entry: Entry = {matcher, resumed: Promise.withResolvers<void>(), held: 0};
      entries.add(entry);
      return {
        get held() {
          return entry.held;
        },
        resume: () => resume(entry),
        [Symbol.dispose]: () => resume(entry),
      };
    },
    async pass(request, closed) {
      for (const entry of entries) {
        if (!matchesRequest(entry.matcher, request)) continue;
        entry.held++;
        await Promise.race([entry.resumed.promise, closed]);
        entry.held--;
      }
    },
    resumeAll() {
      for (const entry of entries) resume(entry);
    },
  };
}
