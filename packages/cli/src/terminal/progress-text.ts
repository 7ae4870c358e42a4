import type {RunProgress} from '@firefly/core';

import {formatBytes} from './format-bytes.ts';
import {formatCount} from './format-count.ts';
import {formatDuration} from './format-duration.ts';

/** Before so much is done, or has passed, what is left is anybody's guess. */
const leastShare = 0.05;
const leastMilliseconds = 3000;

/**
 * The text of the status line, what counts most first, since the end may be cut: the share that is done, the time that
 * passed and that is left, types done of all, objects, what was read and what was sent.
 *
 * @param share Between 0 and 1.
 */
export function progressText(
  {readings, items, bytes, sentBytes}: RunProgress,
  {milliseconds, share}: {readonly milliseconds: number; readonly share: number},
): string {
  if (readings.total === 0) return 'Finding out what there is to read…';
  const left = (milliseconds * (1 - share)) / share;
  const isKnown = share >= leastShare && milliseconds >= leastMilliseconds;
  return [
    `${Math.floor(share * 100)} %`,
    `${wholeSeconds(milliseconds)}${isKnown ? `, ${wholeSeconds(left)} left` : ''}`,
    `${formatCount(readings.done)}/${formatCount(readings.total)} types`,
    `${formatCount(items)} objects`,
    `read ${formatBytes(bytes)}`,
    ...(sentBytes === 0 ? [] : [`sent ${formatBytes(sentBytes)}`]),
  ].join(' · ');
}

/** Tenths of a second would flicker. */
function wholeSeconds(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000);
}
