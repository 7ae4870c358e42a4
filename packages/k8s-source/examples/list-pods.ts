import {createKubernetesSource} from '@firefly/k8s-source';

interface Pod {
  readonly status: {readonly phase: string; readonly containerStatuses?: readonly {restartCount: number}[]};
}

const source = createKubernetesSource();
const pods = source.list<Pod>('pods', {labelSelector: 'app=web'});
for await (const pod of pods) {
  const {phase, containerStatuses = []} = pod.parse().status;
  const restarts = containerStatuses.reduce((sum, {restartCount}) => sum + restartCount, 0);
  process.stdout.write(`${pod.namespace}/${pod.name}\t${phase}\t${restarts} restarts\n`);
}
process.stdout.write(`${await source.list('deploy').count()} deployments\n`);
