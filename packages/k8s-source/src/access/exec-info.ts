import {readFileSync} from 'node:fs';

/** A cluster as client-node reads it; the files that it names have absolute paths. */
interface Cluster {
  readonly server: string;
  readonly caData?: string;
  readonly caFile?: string;
  readonly skipTLSVerify?: boolean;
  readonly tlsServerName?: string;
  readonly proxyUrl?: string;
}

interface ExecConfig {
  readonly apiVersion?: string;
  readonly env?: readonly object[] | null;
  readonly provideClusterInfo?: boolean;
}

/**
 * The user, whose plugin is told by a variable what is expected of it, and which cluster that is for where it wants to
 * know (client-go's `ExecCredential`); client-node does not say.
 */
export function withExecInfo<User extends {readonly exec?: unknown}>(
  user: User,
  cluster: Cluster | null,
): User {
  const exec = user.exec as ExecConfig | null | undefined;
  if (!exec) return user;
  const spec = {
    ...(exec.provideClusterInfo === true && cluster !== null ? {cluster: clusterInfo(cluster)} : {}),
    interactive: false,
  };
  const info = {apiVersion: exec.apiVersion, kind: 'ExecCredential', spec};
  const variable = {name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info)};
  return {...user, exec: {...exec, env: [...(exec.env ?? []), variable]}};
}

/** `ExecCredential.spec.cluster`. What is not set is left out. */
function clusterInfo({server, caData, caFile, skipTLSVerify, tlsServerName, proxyUrl}: Cluster) {
  return {
    server,
    'tls-server-name': tlsServerName || undefined,
    'insecure-skip-tls-verify': skipTLSVerify || undefined,
    'certificate-authority-data': caData ?? contentOf(caFile),
    'proxy-url': proxyUrl || undefined,
  };
}

/** Undefined where it cannot be read: whoever needs it for the connection says so. */
function contentOf(file: string | undefined): string | undefined {
  try {
    return file ? readFileSync(file, 'base64') : undefined;
  } catch {
    return undefined;
  }
}
