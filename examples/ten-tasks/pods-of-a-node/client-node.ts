import {CoreV1Api, KubeConfig} from '@kubernetes/client-node';

const config = new KubeConfig();
config.loadFromDefault();
const api = config.makeApiClient(CoreV1Api);
const {items} = await api.listPodForAllNamespaces({fieldSelector: 'spec.nodeName=node-001'});
for (const {metadata} of items) process.stdout.write(`${metadata?.namespace}/${metadata?.name}\n`);
