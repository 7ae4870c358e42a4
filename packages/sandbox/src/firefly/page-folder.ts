import {appendFileSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {AcceptedPage} from './accepted.ts';

export interface PageFolder {
  /** Writes one page's uncompressed body and its row in the index; returns the file's path. */
  write(page: AcceptedPage, bytes: Buffer): string;
  writeMetadata(bytes: Buffer): void;
}

const prefixes = {objects: 'objects', helmReleases: 'helm-releases', k8sTrees: 'trees'};

/**
 * A folder with one file per accepted page (`objects-00001.json`), `metadata.json` of a fetching, and
 * `index.ndjson`: one JSON row a page, in the order of acceptance.
 */
export function createPageFolder(folder: string): PageFolder {
  mkdirSync(folder, {recursive: true});
  const index = join(folder, 'index.ndjson');
  writeFileSync(index, '');
  return {
    write(page, bytes) {
      const name = `${prefixes[page.stream]}-${String(page.number).padStart(5, '0')}.json`;
      const file = join(folder, name);
      writeFileSync(file, bytes);
      const {items: _items, body: _body, duplicates: _duplicates, ...row} = page;
      appendFileSync(index, `${JSON.stringify({...row, file: name})}\n`);
      return file;
    },
    writeMetadata(bytes) {
      writeFileSync(join(folder, 'metadata.json'), bytes);
    },
  };
}
