import {createKubernetesSource} from '@firefly/k8s-source';

const pods = createKubernetesSource().list('pods', {limit: 200});
for await (const {objects, remainingItemCount = 0, resourceVersion} of pods.pages())
  process.stdout.write(`${objects.length} pods of ${resourceVersion}, ${remainingItemCount} to come\n`);
