import {readFileSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';

const root = join(import.meta.dirname, '..');

/**
 * Writes a file, named from the root, that the script which runs generates. With `--check` it only compares: it says what is
 * stale and what mends it, and the script exits 1.
 */
export function writeGenerated(file: string, text: string): void {
  const path = join(root, file);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    const [, script = ''] = process.argv;
    process.stderr.write(`${file} is stale: node ${relative(root, script)} writes it.\n`);
    process.exitCode = 1;
  }
}
