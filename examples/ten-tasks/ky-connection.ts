// What ky needs to ask a cluster by way of a kubeconfig. Left out: exec plugins, files in place of data, proxies, and the
// service account of a pod, all of which the other two know.
import {readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';

import ky from 'ky';
import {Agent, install, setGlobalDispatcher} from 'undici';
import {parse} from 'yaml';

interface Kubeconfig {
  readonly 'current-context': string;
  readonly contexts: readonly {name: string; context: {cluster: string; user: string}}[];
  readonly clusters: readonly {name: string; cluster: Readonly<Record<string, string>>}[];
  readonly users: readonly {name: string; user: Readonly<Record<string, string>>}[];
}

const decoded = (data: string | undefined) => (data === undefined ? undefined : Buffer.from(data, 'base64'));
const path = process.env['KUBECONFIG'] ?? join(homedir(), '.kube/config');
const config = parse(readFileSync(path, 'utf8')) as Kubeconfig;
const context = config.contexts.find(({name}) => name === config['current-context'])?.context;
const cluster = config.clusters.find(({name}) => name === context?.cluster)?.cluster;
const user = config.users.find(({name}) => name === context?.user)?.user;
if (cluster === undefined || user === undefined) throw new Error(`${path} names no cluster or no user.`);

// Node's own fetch takes no certificate authority; undici's does.
install();
const ca = decoded(cluster['certificate-authority-data']);
const cert = decoded(user['client-certificate-data']);
const key = decoded(user['client-key-data']);
setGlobalDispatcher(
  new Agent({connect: {...(ca && {ca}), ...(cert && {cert}), ...(key && {key}), allowH2: false}}),
);

export const api = ky.create({
  prefix: cluster['server'] ?? '',
  headers: user['token'] === undefined ? {} : {authorization: `Bearer ${user['token']}`},
});
