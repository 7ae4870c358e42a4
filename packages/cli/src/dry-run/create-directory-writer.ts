import type {FolderNarrowing} from '@firefly/k8s-source';
import {appendFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';

import type {ItemWriter} from './item-writer.ts';
import {openOutputDirectory} from './open-output-directory.ts';
import {OutputDirectoryError} from './output-directory-error.ts';

const NEWLINE = Uint8Array.of(0x0a);
/** Objects may hold what is nobody else's business. */
const mode = 0o600;

/**
 * Writes what a dry run reads into a directory: `<type>.ndjson` with one object a line, byte for byte, for each type;
 * `helm-releases.ndjson`; `narrowed-by.json`, what makes it less than a cluster; `resource-types.json`, all that
 * discovery found; `report.json`. It is what `--from-dir` reads.
 *
 * The directory must be new or empty: files of two runs do not mix. A run that fails leaves what it wrote, and a
 * `report.json` that says so.
 *
 * @param narrowedBy Asked once, before anything is written.
 * @throws {SettingsError} at once where the directory cannot be used.
 */
export function createDirectoryWriter(
  directory: string,
  narrowedBy: () => Promise<readonly FolderNarrowing[]> = async () => [],
): ItemWriter {
  openOutputDirectory(directory);
  const save = async (name: string, value: unknown) =>
    writeFile(join(directory, name), `${JSON.stringify(value, null, 2)}\n`, {mode});

  return {
    async open() {
      const narrowings = await narrowedBy();
      await orUnwritable(directory, () => save('narrowed-by.json', narrowings));
    },
    write: ({name}, items) =>
      orUnwritable(directory, async () => {
        const lines = items.flatMap((item) => [oneLine(item), NEWLINE]);
        await appendFile(join(directory, `${name}.ndjson`), Buffer.concat(lines), {mode});
      }),
    commit: (report, resourceTypes) =>
      orUnwritable(directory, async () => {
        await save('resource-types.json', resourceTypes);
        await save('report.json', report);
      }),
    async abort(report) {
      await save('report.json', report).catch(() => undefined);
    },
  };
}

/**
 * An object that its source wrote over several lines is put on one: between JSON's tokens a line end means no more than
 * a space, and inside of strings there is none.
 */
function oneLine(item: Uint8Array): Uint8Array {
  for (const white of [0x0a, 0x0d])
    for (let at = item.indexOf(white); at !== -1; at = item.indexOf(white, at + 1)) item[at] = 0x20;
  return item;
}

async function orUnwritable<T>(directory: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw new OutputDirectoryError(directory, error);
  }
}
