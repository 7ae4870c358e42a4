import {backOffDelay} from '@firefly/core';

import {ApiStatusError} from '../api/api-status-error.ts';
import {ApiUnreachableError} from '../api/api-unreachable-error.ts';
import {MalformedListError} from './malformed-list-error.ts';
import type {PageSize} from './page-size.ts';

/** How one list goes on after a page that failed. */
export interface PageRecovery {
  /** The server loses every snapshot before the list's end: from now on it is asked for all at once. */
  readonly isUnlimited: boolean;
  /** A page came whole. */
  succeeded(): void;
  /**
   * What to ask for next. Makes pages smaller where the server took too long.
   *
   * @param waited Milliseconds that were spent on waiting for the server.
   * @throws the error itself, where nothing helps.
   */
  failed(error: unknown, token: string | undefined, waited: number): NextPage;
}

/** The next page, after a pause. */
export interface NextPage {
  /** Undefined: the list begins again. */
  readonly token: string | undefined;
  readonly pauseMilliseconds: number;
}

/** Attempts at one page, however small it was at the first. */
const fewestAttempts = 4;
/** What may be lost to time-outs of one list. */
const mostWaitedMilliseconds = 10 * 60_000;
/** Tokens of a 410 that expire as well, before another page came. */
const mostExpiredInARow = 3;
/** Restarts with a limit; then, as client-go's pager does, the list is asked for without one. */
const restartsWithLimit = 1;

/** A list that goes well so far. `random` is the jitter of the pauses. */
export function createPageRecovery(pageSize: PageSize, random: () => number): PageRecovery {
  let failures = 0;
  let waitedInAll = 0;
  let expired = 0;
  let restarts = 0;

  const isUnlimited = () => restarts > restartsWithLimit;
  const pause = () => backOffDelay(failures, {baseDelay: 200, maxDelay: 5000, random});

  return {
    get isUnlimited() {
      return isUnlimited();
    },
    succeeded() {
      failures = expired = 0;
    },
    failed(error, token, waited) {
      if (error instanceof ApiStatusError && error.status === 410) {
        // Tokens live about five minutes (etcd compaction). The 410's own token reads the rest from a newer snapshot.
        if (error.continueToken !== undefined && ++expired <= mostExpiredInARow)
          return {token: error.continueToken, pauseMilliseconds: 0};
        expired = 0;
        if (isUnlimited() && ++failures >= fewestAttempts) throw error;
        restarts++;
        return {token: undefined, pauseMilliseconds: failures === 0 ? 0 : pause()};
      }
      if (!isTimeout(error)) throw error;
      failures++;
      waitedInAll += waited;
      const isSmallest = isUnlimited() || pageSize.limit === 1;
      if ((isSmallest && failures >= fewestAttempts) || waitedInAll >= mostWaitedMilliseconds) throw error;
      if (!isUnlimited()) pageSize.shrink();
      return {token, pauseMilliseconds: pause()};
    },
  };
}

/** No answer, one that came too late, or one that broke off: less may come through. */
function isTimeout(error: unknown): boolean {
  if (error instanceof ApiStatusError) return error.status === 504 || error.status === 408;
  if (error instanceof MalformedListError) return error.truncated;
  return error instanceof ApiUnreachableError && error.transient;
}
