import {createKubernetesSource} from '@firefly/k8s-source';

const [type = 'deploy'] = process.argv.slice(2);
for await (const {namespace = '', name} of createKubernetesSource().list(type))
  process.stdout.write(`${namespace}/${name}\n`);
