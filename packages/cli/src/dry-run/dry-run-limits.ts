import {defaults} from '@firefly/firefly-sink';

import type {Settings} from '../settings/settings.ts';
import type {GroupingSinkOptions} from './create-grouping-sink.ts';

/** How large pages and items may be where nothing is sent: as Firefly's would be. */
export function dryRunLimits({pageSize}: Pick<Settings, 'pageSize'>): GroupingSinkOptions['limits'] {
  return {pageBytes: pageSize * 1000, itemBytes: defaults.itemBytes};
}
