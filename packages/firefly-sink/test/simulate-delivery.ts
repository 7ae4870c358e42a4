import {fastestLevel, type Pressure} from '../src/gzip/next-gzip-level.ts';

/** A machine, a network and what is sent. */
export interface World {
  /** MB that one core compresses in a second at a level, and by how much they shrink. */
  readonly data: (level: number) => {readonly speed: number; readonly ratio: number};
  /** Of the machine's two cores, what a container may use: so much of each 100 ms, and nothing once it is used up. */
  readonly cores: number;
  readonly megabitsPerSecond: number;
  /** Pages under way at once. */
  readonly places: number;
  readonly pages: number;
  /** What the receiver takes for each page once it has it. */
  readonly answerSeconds?: number;
}

interface Compressing {
  left: number;
  readonly size: number;
}

const pageMegabytes = 1.2;
/** All that is done with a page before it is compressed, on the main thread. */
const readMegabytesPerSecond = 160;
const bodiesAtOnce = 3;
const machineCores = 2;
const period = 0.1;
const step = 0.0005;

/**
 * Seconds that a run takes: one thread reads pages, up to three are compressed at once, and what is compressed shares
 * one link. The cores are shared evenly by all that is busy, each thread with one core at most. While the container may not
 * run, bytes that were handed to the network still go out, and nobody sees an answer.
 */
export function simulateDelivery(
  world: World,
  levelOf: (level: number, pressure: Pressure) => number,
): number {
  const {data, cores, megabitsPerSecond, places, pages, answerSeconds = 0} = world;
  let level = fastestLevel;
  let reading = pageMegabytes / readMegabytesPerSecond;
  let read = 0;
  let started = 0;
  let done = 0;
  let now = 0;
  let periodEnds = 0;
  let mayUse = 0;
  const compressing: Compressing[] = [];
  const sending: number[] = [];
  const answered: number[] = [];
  while (done < pages) {
    now += step;
    // Two pages may be full and wait: then reading waits as well.
    const reads = read < pages && read - started < 2;
    if (now >= periodEnds) {
      periodEnds = now + period;
      mayUse = cores * period;
    }
    const runs = mayUse > 0;
    const busy = compressing.length + (reads ? 1 : 0);
    const share = busy === 0 || !runs ? 0 : Math.min(1, machineCores / busy) * step;
    mayUse -= share * busy;
    if (reads && (reading -= share) <= 0) {
      read++;
      reading += pageMegabytes / readMegabytesPerSecond;
    }
    for (const one of compressing) one.left -= share;
    for (let index = compressing.length - 1; index >= 0; index--) {
      if (compressing[index]!.left <= 0) sending.push(...compressing.splice(index, 1).map(({size}) => size));
    }
    let megabytes = (megabitsPerSecond / 8) * step;
    while (sending.length > 0 && megabytes > 0) {
      const sent = Math.min(megabytes, sending[0]!);
      megabytes -= sent;
      sending[0]! -= sent;
      if (sending[0]! > 1e-12) break;
      sending.shift();
      answered.push(now + answerSeconds);
    }
    if (!runs) continue;
    while (answered.length > 0 && answered[0]! <= now) {
      answered.shift();
      done++;
    }
    while (started < read && started - done < places && compressing.length < bodiesAtOnce) {
      level = levelOf(level, {waiting: sending.length + answered.length, answered: done, places});
      const {speed, ratio} = data(level);
      compressing.push({left: pageMegabytes / speed, size: pageMegabytes / ratio});
      started++;
    }
  }
  return now;
}
