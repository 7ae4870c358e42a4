/**
 * Makes the root file system of the image in a folder.
 *
 *     node image/make-root.ts --to FOLDER [--program FOLDER] [--node FILE] [--system FOLDER] [--strip]
 *
 * Without the three in the middle: packages/cli/dist, the Node.js of this workspace, and the shared libraries of this
 * machine. For another architecture, `image/fetch-platform.sh` gets both.
 */
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';

import {makeRoot} from './src/make-root.ts';

const fromRoot = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const {values: options} = parseArgs({
  options: {
    to: {type: 'string'},
    program: {type: 'string', default: fromRoot('packages/cli/dist')},
    node: {type: 'string', default: fromRoot('node_modules/node/bin/node')},
    system: {type: 'string', default: '/'},
    strip: {type: 'boolean', default: false},
  },
});

try {
  if (options.to === undefined) throw new Error('The folder to make is missing: name it with --to.');
  const {to: folder, ...rest} = options;
  makeRoot({folder, ...rest});
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
