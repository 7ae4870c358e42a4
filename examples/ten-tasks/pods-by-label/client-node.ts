import {CoreV1Api, KubeConfig} from '@kubernetes/client-node';

const config = new KubeConfig();
config.loadFromDefault();
const {items} = await config.makeApiClient(CoreV1Api).listPodForAllNamespaces({labelSelector: 'app=api-000'});
for (const {metadata, status} of items) {
  const restarts = (status?.containerStatuses ?? []).reduce((sum, {restartCount}) => sum + restartCount, 0);
  process.stdout.write(`${metadata?.namespace}/${metadata?.name}\t${status?.phase}\t${restarts} restarts\n`);
}
