import {CollectorError} from '@firefly/core';

/** The objects of some releases could not be fetched (not: what is stored in them is broken, that is a warning). */
export class HelmReleasesUnreadableError extends CollectorError {
  override readonly name = 'HelmReleasesUnreadableError';
  readonly code = 'HELM_RELEASES_UNREADABLE';
  /** Releases that could not be fetched. */
  readonly releases: number;

  constructor(releases: number, firstMessage: string) {
    super(
      `${releases === 1 ? 'One Helm release' : `${releases} Helm releases`} could not be fetched; the first failed with: ${firstMessage}`,
    );
    this.releases = releases;
  }
}
