/** One server and one user. */
export interface KubeconfigContent {
  readonly url: string;
  /** PEM; absent for plain http. */
  readonly ca: string | undefined;
  readonly user: string;
  readonly token: string;
}

/** A kubeconfig as JSON, which is YAML too: kubectl and every client library read it. */
export function kubeconfig({url, ca, user, token}: KubeconfigContent): string {
  const name = 'firefly-sandbox';
  const cluster = {
    server: url,
    ...(ca === undefined ? {} : {'certificate-authority-data': Buffer.from(ca).toString('base64')}),
  };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{name, cluster}],
    users: [{name: user, user: {token}}],
    contexts: [{name, context: {cluster: name, user}}],
    'current-context': name,
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
