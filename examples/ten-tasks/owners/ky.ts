import type {PodList} from 'kubernetes-types/core/v1.js';

import {api} from '../ky-connection.ts';

const pods = new Map<string, number>();
for (const {metadata} of (await api.get('api/v1/pods').json<PodList>()).items) {
  const kind = metadata?.ownerReferences?.[0]?.kind ?? 'nothing';
  pods.set(kind, (pods.get(kind) ?? 0) + 1);
}
const lines = [...pods].map(([kind, count]) => `${kind}\t${count}\n`);
process.stdout.write(lines.toSorted().join(''));
