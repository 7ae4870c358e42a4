import {chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {rolldown} from 'rolldown';

import {precompiledSettingsValidator} from './build/precompiled-settings-validator.ts';
import {thirdPartyLicenses} from './build/third-party-licenses.ts';
import packageJson from './package.json' with {type: 'json'};

const root = import.meta.dirname;
const dist = join(root, 'dist');

rmSync(dist, {recursive: true, force: true});
mkdirSync(dist);

const bundle = await rolldown({
  input: join(root, 'src/bin.ts'),
  platform: 'node',
  plugins: [precompiledSettingsValidator()],
  treeshake: {
    // These only declare things, but do not say so: without the models of every API the program is a quarter smaller.
    moduleSideEffects: [
      {test: /\/node_modules\/@kubernetes\/client-node\//, sideEffects: false},
      {test: /\/node_modules\/(js-yaml|openid-client|oauth4webapi|jsonpath-plus)\//, sideEffects: false},
    ],
  },
});
const {output} = await bundle.write({
  file: join(dist, 'main.mjs'),
  format: 'es',
  // One file. What is imported dynamically stays in it, and runs only when it is asked for.
  codeSplitting: false,
  // Less text to read and parse, and one byte a character: each makes the start faster and smaller in memory.
  minify: true,
  charset: 'ascii',
});
await bundle.close();

const [major = '', minor = ''] = packageJson.engines.node.replace(/^>=/, '').split('.');
const launcher = readFileSync(join(root, 'launcher/firefly-collector.mjs'), 'utf8')
  .replaceAll('NEEDED_MAJOR', major)
  .replaceAll('NEEDED_MINOR', minor);
writeFileSync(join(dist, 'firefly-collector.mjs'), launcher);
chmodSync(join(dist, 'firefly-collector.mjs'), 0o755);
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(output[0].moduleIds));
