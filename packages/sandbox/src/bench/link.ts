import {setTimeout as wait} from 'node:timers/promises';

/** A line of so many bits a second, shared by all that goes over it. */
export interface Link {
  /** Resolves once so many bytes have gone through, behind all that came before. */
  pass(bytes: number): Promise<void>;
}

/** Timers are good to a millisecond; what is less far ahead is let through. */
const tolerance = 2;

/** @param megabitsPerSecond 0 for a line that is never waited for. */
export function createLink(megabitsPerSecond: number): Link {
  const bytesPerMillisecond = megabitsPerSecond * 125;
  let free = performance.now();
  return {
    async pass(bytes) {
      if (megabitsPerSecond === 0) return;
      free = Math.max(free, performance.now()) + bytes / bytesPerMillisecond;
      const ahead = free - performance.now();
      if (ahead > tolerance) await wait(ahead);
    },
  };
}
