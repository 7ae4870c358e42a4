import {createKubernetesSource} from '@firefly/k8s-source';

interface Widget {
  readonly spec: {readonly serial: number};
}

for await (const widget of createKubernetesSource().list<Widget>('widgets', {labelSelector: 'size=large'}))
  process.stdout.write(`${widget.namespace}/${widget.name}\t${widget.parse().spec.serial}\n`);
