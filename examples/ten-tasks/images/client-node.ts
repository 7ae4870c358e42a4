import {CoreV1Api, KubeConfig} from '@kubernetes/client-node';

const config = new KubeConfig();
config.loadFromDefault();
const images = new Set<string>();
for (const {spec} of (await config.makeApiClient(CoreV1Api).listPodForAllNamespaces()).items)
  for (const {image = ''} of spec?.containers ?? []) images.add(image);
for (const image of [...images].toSorted()) process.stdout.write(`${image}\n`);
