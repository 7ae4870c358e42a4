import type {PodList} from 'kubernetes-types/core/v1.js';

import {api} from '../ky-connection.ts';

let token: string | undefined;
do {
  const searchParams = {limit: 200, ...(token !== undefined && {continue: token})};
  const {items, metadata} = await api.get('api/v1/pods', {searchParams}).json<PodList>();
  const {resourceVersion, remainingItemCount = 0} = metadata ?? {};
  process.stdout.write(`${items.length} pods of ${resourceVersion}, ${remainingItemCount} to come\n`);
  token = metadata?.continue;
} while (token !== undefined && token !== '');
