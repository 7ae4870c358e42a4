import {setImmediate as nextTurn} from 'node:timers/promises';

/** Counts requests that are under way, and remembers the most that ever were. */
export interface InFlight {
  readonly current: number;
  readonly peak: number;
  /** Counts one more; call what it returns when that request is over, with whether the client gave it up. */
  enter(): (wasGivenUp: boolean) => void;
  /**
   * Whether more than `limit` are under way. Requests that the client gave up before, but whose hanging up is noticed
   * only in the next two turns of the event loop, are left out.
   */
  isOver(limit: number): Promise<boolean>;
}

export function createInFlight(): InFlight {
  let current = 0;
  let givenUp = 0;
  let peak = 0;
  return {
    get current() {
      return current;
    },
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
    async isOver(limit) {
      const seen = current;
      const before = givenUp;
      if (seen > limit) {
        await nextTurn();
        await nextTurn();
      }
      const real = seen - (givenUp - before);
      peak = Math.max(peak, real);
      return real > limit;
    },
  };
}
