import type {Reading, ReadingOutcome, StreamItem} from '@firefly/core';

import {createBoundedWarnings} from '../helm/bounded-warnings.ts';
import {createHelmReleaseItem} from '../helm/create-helm-release-item.ts';
import {stringAt} from '../json/scan-json.ts';
import {type FolderDocument, readDocuments} from './read-documents.ts';
import {ReplayError} from './replay-error.ts';

/** The releases that a dry run wrote, one a line: those of Argo CD's applications among them. */
export function replayHelmReleases(path: string): Reading {
  return {
    name: 'helm releases',
    async *read(signal): AsyncGenerator<readonly StreamItem[], ReadingOutcome, void> {
      const warnings = createBoundedWarnings();
      let listBytes = 0;
      let items = 0;
      let bad = 0;
      const releaseOf = (document: FolderDocument): StreamItem[] => {
        const name =
          document.kind === 'json' ? stringAt(document.bytes, document.found.get('name')) : undefined;
        if (document.kind === 'unreadable' || !name) {
          bad++;
          warnings.add(`${path}: ${document.where} is no Helm release.`);
          return [];
        }
        items++;
        const {bytes, span, found} = document;
        const namespace = stringAt(bytes, found.get('namespace'));
        return [createHelmReleaseItem({namespace, name, bytes: bytes.subarray(span.start, span.end)})];
      };
      const outcome = (error?: ReplayError): ReadingOutcome => {
        const facts = {listPages: 1, listBytes, warnings: warnings.all()};
        if (error === undefined) return {kind: 'complete', ...facts};
        return {kind: items > 0 ? 'partial' : 'failed', error, ...facts};
      };
      try {
        const onBytes = (bytes: number) => (listBytes += bytes);
        for await (const documents of readDocuments(path, {paths: ['name', 'namespace'], signal, onBytes}))
          yield documents.flatMap(releaseOf);
        return outcome(
          bad === 0
            ? undefined
            : new ReplayError(path, `${bad} of its lines are no Helm releases`, 'is not read whole'),
        );
      } catch (error) {
        signal.throwIfAborted();
        return outcome(ReplayError.of(path, error));
      }
    },
  };
}
