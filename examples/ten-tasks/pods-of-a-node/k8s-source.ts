import {createKubernetesSource} from '@firefly/k8s-source';

const source = createKubernetesSource();
for await (const {namespace, name} of source.list('pods', {fieldSelector: 'spec.nodeName=node-001'}))
  process.stdout.write(`${namespace}/${name}\n`);
