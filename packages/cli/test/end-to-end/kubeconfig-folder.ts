import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

export interface KubeconfigFolder {
  /** Writes a kubeconfig whose context names `namespace`, where one is given; returns its path. */
  write(text: string, namespace?: string): string;
  remove(): void;
}

interface Kubeconfig {
  readonly contexts: readonly {readonly name: string; readonly context: object}[];
}

/** A folder for the kubeconfigs of one cluster. */
export function createKubeconfigFolder(): KubeconfigFolder {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-kubeconfigs-'));
  let files = 0;
  return {
    write(text, namespace) {
      const config = JSON.parse(text) as Kubeconfig;
      const contexts = config.contexts.map(({name, context}) => ({name, context: {...context, namespace}}));
      const path = join(folder, `kubeconfig-${++files}`);
      writeFileSync(path, JSON.stringify({...config, contexts}), {mode: 0o600});
      return path;
    },
    remove: () => rmSync(folder, {recursive: true, force: true}),
  };
}

/** The bearer token in a kubeconfig. */
export function tokenOf(kubeconfig: string): string {
  const {users} = JSON.parse(kubeconfig) as {users: readonly {readonly user: {readonly token: string}}[]};
  return users[0]?.user.token ?? '';
}
