import type {RawObject, Reading, ReadingOutcome, ResourceType, StreamItem, StreamName} from '@firefly/core';

import {releaseFromApplication} from './argo-cd/release-from-application.ts';
import {createHelmReleaseItem} from './helm/create-helm-release-item.ts';

/** Whether objects of this type are Argo CD applications, which count as Helm releases too. */
export function isApplicationType({group, kind}: ResourceType): boolean {
  return group === 'argoproj.io' && kind === 'Application';
}

/**
 * The same reading, with the release that each application describes beside it, for the streams that are wanted.
 *
 * @param itemBytes What the receiver takes for one item.
 */
export function withApplicationReleases(
  reading: Reading,
  streams: ReadonlySet<StreamName>,
  itemBytes: number,
): Reading {
  return {
    ...reading,
    async *read(signal): AsyncGenerator<readonly StreamItem[], ReadingOutcome, void> {
      const batches = reading.read(signal);
      try {
        let next = await batches.next();
        for (; next.done !== true; next = await batches.next()) {
          const objects = next.value as readonly RawObject[];
          const releases = objects.flatMap((origin) => {
            const release = releaseFromApplication(origin.parse(), itemBytes);
            return release === undefined ? [] : [createHelmReleaseItem({...release, origin})];
          });
          const items = [...(streams.has('objects') ? objects : []), ...releases];
          if (items.length > 0) yield items;
        }
        return next.value;
      } finally {
        await batches.return({kind: 'complete', listPages: 0, listBytes: 0});
      }
    },
  };
}
