import type {RunProgress} from '@firefly/core';

import {formatBytes} from './format-bytes.ts';
import {formatCount} from './format-count.ts';

/** The text of the status line: types done of all, objects, megabytes of JSON and their rate since the start. */
export function progressText({readings, items, bytes}: RunProgress, milliseconds: number): string {
  if (readings.total === 0) return 'Finding out what there is to read…';
  const rate = milliseconds > 0 ? (bytes * 1000) / milliseconds : 0;
  return [
    `${formatCount(readings.done)}/${formatCount(readings.total)} types`,
    `${formatCount(items)} objects`,
    formatBytes(bytes),
    `${formatBytes(rate)}/s`,
  ].join(' · ');
}
