import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/**
 * Path of the built program: the one of this package, or what `FIREFLY_COLLECTOR` names, the one of an image say. Throws
 * a sentence where it was not built.
 */
export function builtCollector(): string {
  const built = fileURLToPath(new URL('../../dist/firefly-collector.mjs', import.meta.url));
  const path = process.env['FIREFLY_COLLECTOR'] ?? built;
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`pnpm build\` before these tests.`);
  return path;
}
