import type {PackageManifest} from '../public-packages.ts';

/** A public package, and the tarball that a release would publish of it. */
export interface PackedPackage {
  /** From the root of the workspace: `packages/core`. */
  readonly folder: string;
  readonly tarball: string;
  /** The `package.json` inside the tarball, which is not the one in the folder: versions and exports are settled. */
  readonly manifest: PackageManifest;
  /** Paths inside the package: `dist/index.js`. */
  readonly files: readonly string[];
}
