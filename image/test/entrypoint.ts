import {readFileSync} from 'node:fs';
import {join} from 'node:path';

/** The words that start the image: the ENTRYPOINT of the Dockerfile. */
export function entrypoint(): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, '../Dockerfile'), 'utf8');
  const [, words] = /^ENTRYPOINT (\[.*\])$/mu.exec(text) ?? [];
  if (words === undefined) throw new Error('The Dockerfile has no ENTRYPOINT in the form of a list.');
  return JSON.parse(words) as readonly string[];
}
