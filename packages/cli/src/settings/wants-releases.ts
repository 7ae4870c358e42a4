import type {Settings} from './settings.ts';

/** Whether a source is to read Helm releases: they belong to none of the types that `--types` may name. */
export function wantsReleases({helmReleases, types}: Pick<Settings, 'helmReleases' | 'types'>): boolean {
  return helmReleases && types === undefined;
}
