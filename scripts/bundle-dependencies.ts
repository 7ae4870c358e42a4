/**
 * Adds to a package, in its folder, what bundlers are to take of it: `dist/bundled`, the built modules with the CommonJS
 * packages that they need inside. A bundler leaves the `require` of such a package as it is in a bundle of ES modules,
 * where there is none: esbuild's then fails at its start with `Dynamic require of "node:assert" is not supported`.
 * Node.js itself takes `dist`, and the packages as they are installed. Runs before a package is packed.
 */
import {rmSync, writeFileSync} from 'node:fs';
import {isBuiltin} from 'node:module';
import {join} from 'node:path';

import {type Plugin, rolldown} from 'rolldown';

import {leanImports} from '../packages/cli/build/lean-imports.ts';
import {thirdPartyLicenses} from '../packages/cli/build/third-party-licenses.ts';

const folder = join(process.cwd(), 'dist/bundled');
rmSync(folder, {recursive: true, force: true});
const build = await rolldown({
  input: join(process.cwd(), 'dist/index.js'),
  platform: 'node',
  external: /^@firefly\//,
  plugins: [leanImports(), builtinsWithoutRequire()],
});
const {output} = await build.write({dir: folder, format: 'esm', minify: {mangle: false}});
await build.close();
const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? Object.keys(chunk.modules) : []));
writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(modules));

/** Modules of Node.js are asked for in a way that needs no `require`, and so is the same in every bundle. */
function builtinsWithoutRequire(): Plugin {
  return {
    name: 'builtins-without-require',
    transform: {
      filter: {id: /\/node_modules\//, code: /\brequire\(/},
      handler: (code) =>
        code.replace(/\brequire\((['"])([\w:/]+)\1\)/g, (call, _quote, name: string) =>
          isBuiltin(name) ? `process.getBuiltinModule('${name}')` : call,
        ),
    },
  };
}
