import type {Reading, ReadingOutcome, StreamItem} from '@firefly/core';

import {createHelmReleaseItem} from '../helm/create-helm-release-item.ts';
import {readLines} from './read-lines.ts';
import {ReplayError} from './replay-error.ts';

/** The releases that a dry run wrote, one a line: those of Argo CD's applications among them. */
export function replayHelmReleases(path: string): Reading {
  return {
    name: 'helm releases',
    async *read(signal): AsyncGenerator<readonly StreamItem[], ReadingOutcome, void> {
      let listBytes = 0;
      let items = 0;
      try {
        for await (const bytes of readLines(path, signal)) {
          const {name, namespace} = JSON.parse(bytes.toString('utf8')) as {name?: string; namespace?: string};
          if (typeof name !== 'string') throw new ReplayError(path, `line ${items + 1} is no Helm release`);
          items++;
          listBytes += bytes.length + 1;
          yield [createHelmReleaseItem({namespace, name, bytes})];
        }
        return {kind: 'complete', listPages: 1, listBytes};
      } catch (error) {
        signal.throwIfAborted();
        return {
          kind: items > 0 ? 'partial' : 'failed',
          error: ReplayError.of(path, error),
          listPages: 0,
          listBytes,
        };
      }
    },
  };
}
