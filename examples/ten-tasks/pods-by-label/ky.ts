import type {PodList} from 'kubernetes-types/core/v1.js';

import {api} from '../ky-connection.ts';

const {items} = await api.get('api/v1/pods', {searchParams: {labelSelector: 'app=api-000'}}).json<PodList>();
for (const {metadata, status} of items) {
  const restarts = (status?.containerStatuses ?? []).reduce((sum, {restartCount}) => sum + restartCount, 0);
  process.stdout.write(`${metadata?.namespace}/${metadata?.name}\t${status?.phase}\t${restarts} restarts\n`);
}
