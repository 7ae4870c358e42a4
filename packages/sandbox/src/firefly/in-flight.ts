import {setImmediate as nextTurn} from 'node:timers/promises';

/** Counts requests that are under way, and remembers the most that ever were. */
export interface InFlight {
  readonly current: number;
  readonly peak: number;
  /** Counts one more; call what it returns, once, when that request is over. */
  enter(): () => void;
  /** Whether more than `limit` are under way, given two turns of the event loop to notice clients that hung up. */
  isOver(limit: number): Promise<boolean>;
}

export function createInFlight(): InFlight {
  let current = 0;
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
      return () => {
        if (left) return;
        left = true;
        current--;
      };
    },
    async isOver(limit) {
      if (current > limit) await nextTurn();
      if (current > limit) await nextTurn();
      peak = Math.max(peak, current);
      return current > limit;
    },
  };
}
