import {AppsV1Api, KubeConfig} from '@kubernetes/client-node';

const config = new KubeConfig();
config.loadFromDefault();
const page = await config.makeApiClient(AppsV1Api).listDeploymentForAllNamespaces({limit: 1});
const count = page.items.length + (page.metadata?.remainingItemCount ?? 0);
process.stdout.write(`${count} deployments\n`);
