import {readFileSync} from 'node:fs';
import {join} from 'node:path';

import type {PackedPackage} from './packed-package.ts';

const root = new URL('../../', import.meta.url).pathname;

/** Whoever uses this one needs no other package of ours beside it: it also hands on what it mentions of theirs. */
const standsAlone = '@firefly/k8s-source';

/**
 * Types that a package's signatures mention and that it does not export, so that nobody could name what they get: found
 * in the compiled declarations of its exports.
 */
export function exportProblems({
  manifest,
  folder,
}: Pick<PackedPackage, 'manifest' | 'folder'>): readonly string[] {
  if (manifest.exports?.['.'] === undefined) return [];
  const dist = join(root, folder, 'dist');
  const ofModules = new Map<string, readonly string[]>();
  const exported = new Set<string>();
  const index = readFileSync(join(dist, 'index.d.ts'), 'utf8');
  for (const [, list = '', module = ''] of index.matchAll(/export (?:type )?\{([^}]*)\} from '([^']+)'/g)) {
    for (const name of namesIn(list)) exported.add(name);
    ofModules.set(module, [...(ofModules.get(module) ?? []), ...namesIn(list)]);
  }
  const problems = new Set<string>();
  for (const [module, names] of ofModules) {
    if (!module.startsWith('.')) continue;
    const declarations = readFileSync(join(dist, module.replace(/\.[jt]s$/, '.d.ts')), 'utf8');
    const text = declarations.replace(/\/\*\*.*?\*\//gs, '');
    const known = [
      ...[...text.matchAll(/^import (?:type )?\{([^}]*)\} from '([^']+)'/gm)]
        .filter(
          ([, , from = '']) =>
            from.startsWith('.') || (manifest.name === standsAlone && !from.startsWith('node:')),
        )
        .flatMap(([, list = '']) => namesIn(list)),
      ...[
        ...text.matchAll(/^(?:export )?(?:declare )?(?:abstract )?(?:interface|type|class|enum) (\w+)/gm),
      ].map(([, name = '']) => name),
    ];
    const statements = text.split(/^(?=export |declare |interface |type |import )/m);
    for (const statement of statements) {
      const [, declared = ''] =
        /^export (?:declare )?(?:abstract )?(?:interface|type|class|enum|function|const) (\w+)/.exec(
          statement,
        ) ?? [];
      if (!names.includes(declared)) continue;
      for (const name of known)
        if (!exported.has(name) && new RegExp(`\\b${name}\\b`).test(statement))
          problems.add(`${manifest.name}: ${declared} mentions ${name}, which is no export.`);
    }
  }
  return [...problems];
}

/** `type A, B as C`: the names by which an importer or exporter knows them. */
function namesIn(list: string): readonly string[] {
  return list
    .split(',')
    .map((name) =>
      name
        .trim()
        .replace(/^type /, '')
        .replace(/^\w+ as /, ''),
    )
    .filter((name) => name !== '');
}
