import {createKubernetesSource} from '@firefly/k8s-source';
import type {Pod} from 'kubernetes-types/core/v1.js';

const images = new Set<string>();
for await (const pod of createKubernetesSource().list<Pod>('pods'))
  for (const {image = ''} of pod.parse().spec?.containers ?? []) images.add(image);
for (const image of [...images].toSorted()) process.stdout.write(`${image}\n`);
