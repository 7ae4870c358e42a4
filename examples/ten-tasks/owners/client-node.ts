import {CoreV1Api, KubeConfig} from '@kubernetes/client-node';

const config = new KubeConfig();
config.loadFromDefault();
const pods = new Map<string, number>();
for (const {metadata} of (await config.makeApiClient(CoreV1Api).listPodForAllNamespaces()).items) {
  const kind = metadata?.ownerReferences?.[0]?.kind ?? 'nothing';
  pods.set(kind, (pods.get(kind) ?? 0) + 1);
}
const lines = [...pods].map(([kind, count]) => `${kind}\t${count}\n`);
process.stdout.write(lines.toSorted().join(''));
