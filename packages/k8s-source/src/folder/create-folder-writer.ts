import {makeDirectory, type ResourceTypeRecord, type RunReport, showJson} from '@firefly/core';

import {folderFiles, type FolderNarrowing} from './folder-format.ts';
import {FolderWriteError} from './folder-write-error.ts';
import {type ItemsName, objectsFile} from './objects-file.ts';
import {createOutputFiles} from './output-files.ts';

/** Writes a folder that a replay reads. Calls come one after another. */
export interface FolderWriter {
  open(): Promise<void>;
  /** @param items JSON texts of this name; line ends in them become spaces, in place. */
  write(of: ItemsName, items: readonly Uint8Array[]): Promise<void>;
  /** Everything was written. */
  commit(report: RunReport, resourceTypes: readonly ResourceTypeRecord[]): Promise<void>;
  /** The run failed: leaves what was written, and a report that says so. Never throws. */
  abort(report: RunReport): Promise<void>;
}

const newline = Uint8Array.of(0x0a);

/**
 * Writes into a folder that is empty, or not there yet: that is made, for its owner alone.
 *
 * @param narrowedBy What makes it less than a cluster; asked once, before anything is written. Default: nothing does.
 */
export function createFolderWriter(
  folder: string,
  narrowedBy: () => Promise<readonly FolderNarrowing[]> = async () => [],
): FolderWriter {
  const write = async (action: () => Promise<void>) => {
    try {
      await action();
    } catch (error) {
      throw new FolderWriteError(folder, error);
    }
  };
  const files = createOutputFiles(folder);
  const save = async (name: string, value: unknown) => write(() => files.replace(name, showJson(value, 2)));
  return {
    async open() {
      await write(async () => makeDirectory(folder));
      await save(folderFiles.narrowings, await narrowedBy());
    },
    async write(of, items) {
      const lines = Buffer.concat(items.flatMap((item) => [oneLine(item), newline]));
      await write(() => files.append(objectsFile(of), lines));
    },
    async commit(report, resourceTypes) {
      await save(folderFiles.resourceTypes, resourceTypes);
      await save(folderFiles.report, report);
    },
    async abort(report) {
      await save(folderFiles.report, report).catch(() => undefined);
    },
  };
}

/** Between JSON's tokens a line end means no more than a space, and inside of strings there is none. */
function oneLine(item: Uint8Array): Uint8Array {
  for (const white of [0x0a, 0x0d])
    for (let at = item.indexOf(white); at !== -1; at = item.indexOf(white, at + 1)) item[at] = 0x20;
  return item;
}
