import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/** Path of the built program. Throws a sentence where it was not built. */
export function builtCollector(): string {
  const path = fileURLToPath(new URL('../../dist/firefly-collector.mjs', import.meta.url));
  if (!existsSync(path))
    throw new Error('packages/cli/dist is missing: run `pnpm build` before these tests.');
  return path;
}
