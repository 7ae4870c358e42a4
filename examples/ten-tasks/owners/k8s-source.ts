import {createKubernetesSource} from '@firefly/k8s-source';

const pods = new Map<string, number>();
for await (const {ownerReferences} of createKubernetesSource().list('pods')) {
  const kind = ownerReferences[0]?.kind ?? 'nothing';
  pods.set(kind, (pods.get(kind) ?? 0) + 1);
}
const lines = [...pods].map(([kind, count]) => `${kind}\t${count}\n`);
process.stdout.write(lines.toSorted().join(''));
