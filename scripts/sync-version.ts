/**
 * Writes one version wherever it stands: the public packages, `version` of the core, the chart and the image that the
 * chart names.
 *
 *     node scripts/sync-version.ts          the version that changesets gave the core package
 *     node scripts/sync-version.ts 2.1.0    this one
 *     node scripts/sync-version.ts --check  writes nothing, and exits 1 where another version stands
 */
import {readFileSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';

import {publicPackages} from './public-packages.ts';

interface VersionPlace {
  readonly file: string;
  /** Matches the version alone. */
  readonly pattern: RegExp;
}

const manifestVersion = /(?<=^ {2}"version": ")[^"]+/mu;
const places: readonly VersionPlace[] = [
  ...publicPackages().map(({folder}) => ({file: `${folder}/package.json`, pattern: manifestVersion})),
  {file: 'packages/core/src/version.ts', pattern: /(?<=^export const version = ')[^']+/mu},
  {file: 'charts/firefly-k8s-collector/Chart.yaml', pattern: /(?<=^version: ).+/mu},
  {file: 'charts/firefly-k8s-collector/Chart.yaml', pattern: /(?<=^appVersion: ")[^"]+/mu},
  {file: 'charts/firefly-k8s-collector/Chart.yaml', pattern: /(?<=image: gofireflyio\/k8s-collector:).+/u},
];

const {values: options, positionals} = parseArgs({
  options: {check: {type: 'boolean', default: false}},
  allowPositionals: true,
});
const version = positionals[0] ?? versionAt({file: 'packages/core/package.json', pattern: manifestVersion});
if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(version)) {
  throw new Error(`The version "${version}" is not of the form 2.0.0 or 2.0.0-next.1.`);
}

for (const place of places) {
  const found = versionAt(place);
  if (found === version) continue;
  if (options.check) {
    process.stderr.write(
      `${place.file} says ${found}, packages/core/package.json says ${version}: run node scripts/sync-version.ts.\n`,
    );
    process.exitCode = 1;
  } else {
    writeFileSync(inRoot(place.file), textOf(place.file).replace(place.pattern, version));
  }
}

function versionAt({file, pattern}: VersionPlace): string {
  const [found] = pattern.exec(textOf(file)) ?? [];
  if (found === undefined) throw new Error(`${file} has no version where ${String(pattern)} looks for it.`);
  return found;
}

function textOf(file: string): string {
  return readFileSync(inRoot(file), 'utf8');
}

function inRoot(file: string): URL {
  return new URL(`../${file}`, import.meta.url);
}
