import {CoreV1Api, KubeConfig} from '@kubernetes/client-node';

const config = new KubeConfig();
config.loadFromDefault();
const api = config.makeApiClient(CoreV1Api);
let token: string | undefined;
do {
  const {items, metadata} = await api.listPodForAllNamespaces({
    limit: 200,
    ...(token !== undefined && {_continue: token}),
  });
  const {resourceVersion, remainingItemCount = 0} = metadata ?? {};
  process.stdout.write(`${items.length} pods of ${resourceVersion}, ${remainingItemCount} to come\n`);
  // oxlint-disable-next-line no-underscore-dangle -- the client's name for it
  token = metadata?._continue;
} while (token !== undefined && token !== '');
