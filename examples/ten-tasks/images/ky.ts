import type {PodList} from 'kubernetes-types/core/v1.js';

import {api} from '../ky-connection.ts';

const images = new Set<string>();
for (const {spec} of (await api.get('api/v1/pods').json<PodList>()).items)
  for (const {image = ''} of spec?.containers ?? []) images.add(image);
for (const image of [...images].toSorted()) process.stdout.write(`${image}\n`);
