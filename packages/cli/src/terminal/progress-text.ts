import type {RunProgress} from '@firefly/core';

import {formatBytes} from './format-bytes.ts';
import {formatCount} from './format-count.ts';
import {formatDuration} from './format-duration.ts';

/** Before so much is done, or has passed, what is left is anybody's guess. */
const leastShare = 0.05;
const leastMilliseconds = 3000;

/** What a line of progress is made of. */
export interface ProgressFacts {
  readonly milliseconds: number;
  /** Between 0 and 1. */
  readonly share: number;
  /** Whether all lists are read: how long what is made of them takes, nobody knows. */
  readonly isRead: boolean;
  /** Columns of the terminal. */
  readonly columns: number;
}

/**
 * The text of the status line: the share that is done, the time that passed and that is left, types done of all, items,
 * what was read and what was sent. Where the terminal is narrow, types and items go first.
 */
export function progressText(
  {readings, items, bytes, sentBytes}: RunProgress,
  {milliseconds, share, isRead, columns}: ProgressFacts,
): string {
  if (readings.total === 0) return 'Finding out what there is to read…';
  const left = (milliseconds * (1 - share)) / share;
  const isKnown = !isRead && share >= leastShare && milliseconds >= leastMilliseconds;
  const [types, counted] = [
    `${formatCount(readings.done)}/${formatCount(readings.total)} types`,
    `${formatCount(items)} items`,
  ];
  const text = (between: readonly string[]) =>
    [
      `${Math.floor(share * 100)} %`,
      `${wholeSeconds(milliseconds)}${isKnown ? `, ${wholeSeconds(left)} left` : ''}`,
      ...between,
      `read ${formatBytes(bytes)}`,
      ...(sentBytes === 0 ? [] : [`sent ${formatBytes(sentBytes)}`]),
    ].join(' · ');
  const texts = [[types, counted], [counted], []].map(text);
  // A line as wide as the terminal would wrap.
  return texts.find(({length}) => length < columns) ?? text([]);
}

/** Tenths of a second would flicker. */
function wholeSeconds(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000);
}
