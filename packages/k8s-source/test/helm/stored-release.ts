import {gzipSync} from 'node:zlib';
import type {HelmDriver} from '../../src/helm/helm-driver.ts';

export interface StoredRelease {
  readonly driver: HelmDriver;
  /** What stands in the object instead of gzip of the release, when given. */
  readonly payload?: Uint8Array;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The JSON of the Secret or ConfigMap as Helm and the API server would write it. */
export function storedRelease(release: string | Uint8Array, options: StoredRelease): Uint8Array {
  const payload = Buffer.from(options.payload ?? gzipSync(release));
  const inner = payload.toString('base64');
  const text = options.driver === 'secret' ? Buffer.from(inner).toString('base64') : inner;
  return storedObject({release: text}, options.labels);
}

/** An object with any `data` at all. */
export function storedObject(data: unknown, labels: unknown = {owner: 'helm'}): Uint8Array {
  return Buffer.from(JSON.stringify({metadata: {name: 'x', namespace: 'default', labels}, data}));
}
