import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

interface PackageFacts {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly folder: string;
}

/**
 * The licences of every package that a bundle holds code of, as one text: what their authors ask for when their code
 * is passed on.
 *
 * @param modules Paths of the bundle's modules.
 * @throws {Error} when a package says nothing about its licence: such code must not be shipped.
 */
export function thirdPartyLicenses(modules: readonly string[]): string {
  const packages = new Map<string, PackageFacts>();
  for (const module of modules) {
    if (!module.includes('/node_modules/')) continue;
    const facts = packageOf(module.replace(/^\0/, '').replace(/\?.*$/, ''));
    packages.set(`${facts.name}@${facts.version}`, facts);
  }
  const texts = [...packages.entries()]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([title, {license, folder}]) => `${title}\nLicence: ${license}\n\n${licenseText(folder)}`.trimEnd());
  const line = '-'.repeat(80);
  return `firefly-collector holds code of these packages.\n\n${texts.map((text) => `${line}\n${text}\n`).join('\n')}`;
}

/** The nearest package.json above a module that has a name: some packages have others in between. */
function packageOf(module: string): PackageFacts {
  for (let folder = dirname(module); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (!existsSync(file)) continue;
    const {name, version, license} = JSON.parse(readFileSync(file, 'utf8')) as Partial<PackageFacts>;
    if (name === undefined || version === undefined) continue;
    if (typeof license !== 'string')
      throw new Error(`${name}@${version} names no licence in its package.json.`);
    return {name, version, license, folder};
  }
  throw new Error(`No package.json stands above ${module}.`);
}

function licenseText(folder: string): string {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name));
  return files.map((name) => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n');
}
