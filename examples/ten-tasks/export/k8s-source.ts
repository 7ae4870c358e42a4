import {pipeline} from 'node:stream/promises';

import {createKubernetesSource} from '@firefly/k8s-source';

async function* lines() {
  const source = createKubernetesSource();
  for (const type of ['pods', 'configmaps', 'deployments', 'widgets'])
    for await (const {bytes} of source.list(type)) yield `${Buffer.from(bytes).toString()}\n`;
}
await pipeline(lines, process.stdout);
