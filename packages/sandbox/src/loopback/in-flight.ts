import {setImmediate as nextTurn} from 'node:timers/promises';

/** Counts requests that are under way, and remembers the most that ever were. */
export interface InFlight {
  readonly peak: number;
  /** Counts one more; call what it returns when that request is over, with whether the client gave it up. */
  enter(): (wasGivenUp: boolean) => void;
  /**
   * How many are under way, where that is more than `limit`; 0 otherwise. Requests that the client gave up before, but
   * whose hanging up is noticed only in the next two turns of the event loop, are left out.
   */
  over(limit: number): Promise<number>;
}

/** A counter at zero. */
export function createInFlight(): InFlight {
  let current = 0;
  let givenUp = 0;
  let peak = 0;
  return {
    get peak() {
      return peak;
    },
    enter() {
      current++;
      let left = false;
      return (wasGivenUp) => {
        if (left) return;
        left = true;
        current--;
        if (wasGivenUp) givenUp++;
      };
    },
    async over(limit) {
      const seen = current;
      const before = givenUp;
      if (seen > limit) {
        await nextTurn();
        await nextTurn();
      }
      const real = seen - (givenUp - before);
      peak = Math.max(peak, real);
      return real > limit ? real : 0;
    },
  };
}
