import type {ExecConfig, KubeconfigCluster} from './kubeconfig-file.ts';
import {authorityOf} from './tls-of.ts';

/**
 * What `KUBERNETES_EXEC_INFO` tells a plugin: what is expected of it, and which cluster that is for where it wants to
 * know (client-go's `ExecCredential`); client-node does not say. What is not set is left out.
 */
export function execInfo(
  {apiVersion, provideClusterInfo}: ExecConfig,
  cluster: KubeconfigCluster,
  interactive: boolean,
): string {
  const ca = authorityOf(cluster);
  const about = {
    server: cluster.server,
    'tls-server-name': cluster['tls-server-name'] || undefined,
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'] || undefined,
    'certificate-authority-data': ca === undefined ? undefined : Buffer.from(ca, 'latin1').toString('base64'),
    'proxy-url': cluster['proxy-url'] || undefined,
  };
  const spec = {...(provideClusterInfo ? {cluster: about} : {}), interactive};
  return JSON.stringify({apiVersion, kind: 'ExecCredential', spec});
}
