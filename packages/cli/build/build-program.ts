import {chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {Module} from 'node:module';
import {join} from 'node:path';
import {Script} from 'node:vm';

import {type Plugin, rolldown} from 'rolldown';

import packageJson from '../package.json' with {type: 'json'};
import {lazyBuiltins} from './lazy-builtins.ts';
import {lazyEmoji} from './lazy-emoji.ts';
import {leanImports} from './lean-imports.ts';
import {precompiledValidators} from './precompiled-validators.ts';
import {thirdPartyLicenses} from './third-party-licenses.ts';

const root = join(import.meta.dirname, '..');

/** What few runs need, in a file of its own: its bytes are not read where it is not asked for. */
const telemetry = {module: /\/encode-telemetry\.ts$/, file: 'telemetry.cjs'};

/**
 * Makes the program in a folder that is emptied first: `firefly-collector.mjs`, which judges the Node.js that it runs
 * on, `main.cjs`, which holds everything else but `telemetry.cjs`, `main.cjs.code`, what this V8 made of it, and the
 * licences of all that is in them.
 */
export async function buildProgram(folder: string): Promise<void> {
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(folder, {recursive: true});
  const program = join(folder, 'main.cjs');
  const modules = [
    ...(await bundle('src/bin.ts', program)),
    ...(await bundle('src/telemetry/encode-telemetry.ts', join(folder, telemetry.file))),
  ];
  writeFileSync(
    `${program}.code`,
    new Script(Module.wrap(readFileSync(program, 'latin1'))).createCachedData(),
  );
  const launcher = join(folder, 'firefly-collector.mjs');
  writeFileSync(launcher, launcherText());
  chmodSync(launcher, 0o755);
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(modules));
}

async function bundle(input: string, file: string): Promise<readonly string[]> {
  const build = await rolldown({
    input: join(root, input),
    platform: 'node',
    plugins: [precompiledValidators(), leanImports(), lazyBuiltins(), lazyEmoji(), telemetryApart()],
    // What yargs would need it for, settings in package.json, is not used.
    transform: {define: {'import.meta.resolve': 'undefined'}},
    treeshake: {
      // These only declare things, but do not say so: without the models of every API the program is a quarter smaller.
      moduleSideEffects: [
        {test: /\/node_modules\/@kubernetes\/client-node\//, sideEffects: false},
        {test: /\/node_modules\/(js-yaml|openid-client|oauth4webapi|jsonpath-plus)\//, sideEffects: false},
        {test: /\/node_modules\/@opentelemetry\//, sideEffects: false},
      ],
    },
  });
  const {output} = await build.write({
    file,
    // Node.js loads its own modules faster for CommonJS: `import` of `node:http` alone loads a WebSocket client.
    format: 'cjs',
    // What else is imported dynamically stays in the file, and runs only when it is asked for.
    codeSplitting: false,
    // Less text to read and parse, and one byte a character: each makes the start faster and smaller in memory.
    minify: true,
    charset: 'ascii',
  });
  await build.close();
  // `charset` leaves comments as they are: the notices of authors whose names are not ASCII.
  const text = readFileSync(file, 'utf8').replaceAll(/\/\*.*?\*\//gs, (comment) =>
    comment.replaceAll(/[^\p{ASCII}]/gu, asciiOf),
  );
  // An escape would be other text where a string is raw.
  const [misfit] = /.{0,40}[^\p{ASCII}]/u.exec(text) ?? [];
  if (misfit !== undefined) throw new Error(`The program must be ASCII; an escape is needed in: ${misfit}`);
  writeFileSync(file, text);
  return output[0].moduleIds;
}

function telemetryApart(): Plugin {
  return {
    name: 'telemetry-apart',
    resolveId: (id, importer) =>
      importer !== undefined && telemetry.module.test(id)
        ? {id: `./${telemetry.file}`, external: true}
        : null,
  };
}

function asciiOf(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

function launcherText(): string {
  const [major = '', minor = ''] = packageJson.engines.node.replace(/^>=/, '').split('.');
  return readFileSync(join(root, 'launcher/firefly-collector.mjs'), 'utf8')
    .replaceAll('NEEDED_MAJOR', major)
    .replaceAll('NEEDED_MINOR', minor);
}
