import type {PodList} from 'kubernetes-types/core/v1.js';

import {api} from '../ky-connection.ts';

let token: string | undefined;
do {
  const searchParams = {limit: 500, ...(token !== undefined && {continue: token})};
  const {items, metadata} = await api.get('api/v1/pods', {searchParams}).json<PodList>();
  const pod = items.find(({status}) => status?.phase !== 'Running');
  if (pod !== undefined) {
    process.stdout.write(`${pod.metadata?.namespace}/${pod.metadata?.name} is ${pod.status?.phase}\n`);
    break;
  }
  token = metadata?.continue;
} while (token !== undefined && token !== '');
