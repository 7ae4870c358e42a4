import {createKubernetesSource} from '@firefly/k8s-source';

const source = createKubernetesSource();
for await (const {type, namespace, name, byteLength} of source.objects())
  process.stdout.write(`${type.kind}\t${namespace ?? ''}\t${name}\t${byteLength}\n`);
