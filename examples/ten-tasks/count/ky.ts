import type {DeploymentList} from 'kubernetes-types/apps/v1.js';

import {api} from '../ky-connection.ts';

const page = await api.get('apis/apps/v1/deployments', {searchParams: {limit: 1}}).json<DeploymentList>();
const count = page.items.length + (page.metadata?.remainingItemCount ?? 0);
process.stdout.write(`${count} deployments\n`);
