import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';

/** Writes the texts as files `000.json`, `001.json` … of one type's folder. */
export async function writeObjects(folder: string, type: string, texts: readonly string[]): Promise<void> {
  await mkdir(join(folder, type), {recursive: true});
  for (const [index, text] of texts.entries())
    await writeFile(join(folder, type, `${String(index).padStart(3, '0')}.json`), text);
}
