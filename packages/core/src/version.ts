/** Version of all packages and of the chart: written by `scripts/sync-version.ts` when a release is made. */
export const version = '2.0.0';
/** `User-Agent` of every request: kube-apiserver pretty-prints for what looks like curl or a browser. */
export const userAgent = `k8s-collector v${version}`;
