import {CoreV1Api, KubeConfig} from '@kubernetes/client-node';

const config = new KubeConfig();
config.loadFromDefault();
const api = config.makeApiClient(CoreV1Api);
let token: string | undefined;
do {
  const {items, metadata} = await api.listPodForAllNamespaces({
    limit: 500,
    ...(token !== undefined && {_continue: token}),
  });
  const pod = items.find(({status}) => status?.phase !== 'Running');
  if (pod !== undefined) {
    process.stdout.write(`${pod.metadata?.namespace}/${pod.metadata?.name} is ${pod.status?.phase}\n`);
    break;
  }
  // oxlint-disable-next-line no-underscore-dangle -- the client's name for it
  token = metadata?._continue;
} while (token !== undefined && token !== '');
