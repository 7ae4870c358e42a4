import {createKubernetesSource} from '@firefly/k8s-source';
import type {Pod} from 'kubernetes-types/core/v1.js';

for await (const pod of createKubernetesSource().list<Pod>('pods')) {
  const {phase} = pod.parse().status ?? {};
  if (phase === 'Running') continue;
  process.stdout.write(`${pod.namespace}/${pod.name} is ${phase}\n`);
  break;
}
