import type {RawObject, StreamItem} from '@firefly/core';

/** A release, and what to call it. */
export interface HelmReleaseContent {
  readonly namespace: string | undefined;
  readonly name: string;
  /** The release's JSON text; kept, not copied. */
  readonly bytes: Uint8Array;
  /** What it was read from. */
  readonly origin?: RawObject;
}

/** One item of the stream `helmReleases`; it owns its bytes, so it outlives its batch. */
export function createHelmReleaseItem({namespace, name, bytes, origin}: HelmReleaseContent): StreamItem {
  return {
    stream: 'helmReleases',
    ...(origin === undefined ? {} : {origin}),
    byteLength: bytes.byteLength,
    copyTo(target, offset) {
      target.set(bytes, offset);
    },
    describe() {
      return {kind: 'HelmRelease', name, ...(namespace === undefined ? {} : {namespace})};
    },
  };
}
