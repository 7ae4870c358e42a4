import {formatCount} from './format-count.ts';

/** So many of something, in words: `1 type`, `1,200 types`. */
export function countNoun(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
