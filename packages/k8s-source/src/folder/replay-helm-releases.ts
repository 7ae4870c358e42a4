import type {Reading, ReadingOutcome, StreamItem} from '@firefly/core';

import {createBoundedWarnings} from '../helm/bounded-warnings.ts';
import {createHelmReleaseItem} from '../helm/create-helm-release-item.ts';
import {stringAt} from '../json/scan-json.ts';
import {type FolderDocument, readArrayDocuments, readFolderDocuments} from './read-folder-documents.ts';
import {ReplayError} from './replay-error.ts';

/**
 * The releases that a dry run wrote: those of Argo CD's applications among them.
 *
 * @param from A file with one a line, or the document that stands for a whole run.
 */
export function replayHelmReleases(path: string, from: 'lines' | 'document' = 'lines'): Reading {
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
        const options = {paths: ['name', 'namespace'], signal, onBytes};
        const all =
          from === 'lines'
            ? readFolderDocuments(path, options)
            : readArrayDocuments(path, 'helmReleases', options);
        for await (const documents of all) yield documents.flatMap(releaseOf);
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
