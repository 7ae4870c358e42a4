import {readdirSync, readFileSync} from 'node:fs';

/** What of a package.json the scripts of a release read. */
export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
}

export interface PublicPackage {
  /** From the root of the workspace: `packages/core`. */
  readonly folder: string;
  readonly manifest: PackageManifest;
}

/** The packages that a release publishes, by folder. */
export function publicPackages(): readonly PublicPackage[] {
  const root = new URL('../', import.meta.url);
  return readdirSync(new URL('packages', root))
    .map((name) => `packages/${name}`)
    .sort()
    .map((folder) => ({
      folder,
      manifest: JSON.parse(readFileSync(new URL(`${folder}/package.json`, root), 'utf8')) as PackageManifest,
    }))
    .filter(({manifest}) => manifest.private !== true);
}
