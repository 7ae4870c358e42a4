import {createKubernetesSource} from '@firefly/k8s-source';
import type {Pod} from 'kubernetes-types/core/v1.js';

const pods = createKubernetesSource().list<Pod>('pods', {labelSelector: 'app=api-000'});
for await (const pod of pods) {
  const {status} = pod.parse();
  const restarts = (status?.containerStatuses ?? []).reduce((sum, {restartCount}) => sum + restartCount, 0);
  process.stdout.write(`${pod.namespace}/${pod.name}\t${status?.phase}\t${restarts} restarts\n`);
}
