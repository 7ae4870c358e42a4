import type {PodList} from 'kubernetes-types/core/v1.js';

import {api} from '../ky-connection.ts';

const searchParams = {fieldSelector: 'spec.nodeName=node-001'};
const {items} = await api.get('api/v1/pods', {searchParams}).json<PodList>();
for (const {metadata} of items) process.stdout.write(`${metadata?.namespace}/${metadata?.name}\n`);
