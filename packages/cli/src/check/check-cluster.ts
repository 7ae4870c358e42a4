import {CollectorError, messageOf, shortText, readRecord, readString, type ResourceType} from '@firefly/core';
import {
  type ApiServer,
  chooseNamespaces,
  discover,
  type Discovery,
  readClusterUid,
  readServerVersion,
  selectTypes,
} from '@firefly/k8s-source';

import {errorLink} from '../errors/error-link.ts';
import {openCluster, type OpenCluster} from '../cluster/open-cluster.ts';
import {namespacesOf} from '../settings/namespaces-of.ts';
import {readUserRules} from '../settings/read-user-rules.ts';
import {selectionOf} from '../settings/selection-of.ts';
import {formatCount} from '../terminal/format-count.ts';
import {unknownTypeNames} from '../types/unknown-type-names.ts';
import type {CheckContext} from './check-context.ts';
import {checkHelm} from './check-helm.ts';
import {checkPermissions} from './check-permissions.ts';
import type {CheckResult} from './check-result.ts';
import {knownIdentity} from './known-identity.ts';

export interface CheckedCluster {
  readonly results: readonly CheckResult[];
  /** How it was reached; undefined where there is no way to it. The caller closes its API server. */
  readonly cluster: OpenCluster | undefined;
}

/** Everything that a run needs of the cluster: only questions, nothing is listed but where a question failed. */
export async function checkCluster(context: CheckContext): Promise<CheckedCluster> {
  let cluster: OpenCluster | undefined;
  try {
    cluster = await openCluster({...context, attempts: 2});
    return {cluster, results: await askCluster(cluster, context)};
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof CollectorError)) throw error;
    const result: CheckResult = {
      id: 'cluster',
      status: 'failed',
      message: messageOf(error),
      ...errorLink(error.code),
      ...remedyOf(error, cluster),
    };
    return {cluster, results: [result]};
  }
}

async function askCluster(cluster: OpenCluster, context: CheckContext): Promise<CheckResult[]> {
  const {api} = cluster;
  const {settings, signal} = context;
  // The first contact: everything that is wrong with address, certificate, proxy or credentials shows here.
  const version = await readServerVersion(api, signal);
  const warnings = [...(cluster.access.warnings ?? [])];
  const warn = (message: string) => warnings.push(message);
  const scope = await chooseNamespaces({...cluster, choice: namespacesOf(settings), signal, warn});
  const [identity, user, discovery] = await Promise.all([
    checkIdentity(api, context),
    userName(api, signal),
    discover(api, signal),
  ]);
  // What is wrong with them is told by itself.
  const {rules} = await readUserRules(settings).catch(() => ({rules: []}));
  const role = user === undefined ? "the collector's ClusterRole" : `the ClusterRole of ${user}`;
  const types = selectTypes(discovery.resources, selectionOf(settings))
    .filter(({collected}) => collected)
    .map(({resource}): ResourceType => resource);
  const asked = {...context, api, role, scope};
  const [permissions, helm] = await Promise.all([checkPermissions(types, asked), checkHelm(asked)]);
  const as = user === undefined ? '' : `, as ${user}`;
  return [
    {
      id: 'cluster',
      status: 'ok',
      message: `Kubernetes ${version ?? 'of an unknown version'} at ${api.origin}${as}.`,
    },
    ...warnings.map((message): CheckResult => ({id: 'cluster', status: 'warning', message})),
    identity,
    ...discoveryResults(discovery, types.length),
    ...unknownTypeNames(settings, discovery, {rules}).map(({setting, isCertain, sentence}): CheckResult => ({
      id: 'types',
      status: setting === '--types' && isCertain ? 'failed' : 'warning',
      message: sentence,
    })),
    ...permissions,
    helm,
  ];
}

/** The contract `fetching` tells clusters apart by it; Firefly may refuse a fetching that lacks it. */
async function checkIdentity(
  api: ApiServer,
  {settings, signal}: Pick<CheckContext, 'settings' | 'signal'>,
): Promise<CheckResult> {
  try {
    const uid = await readClusterUid(api, signal);
    if (uid !== undefined) return knownIdentity(uid);
    const message = 'The namespace kube-system has no UID, by which Firefly tells clusters apart.';
    return {id: 'identity', status: 'warning', message};
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof CollectorError)) throw error;
    return {
      id: 'identity',
      status: settings.protocol === 'objects' || settings.dryRun ? 'warning' : 'failed',
      message: `The UID of kube-system, by which Firefly tells clusters apart, cannot be read. ${error.message}`,
      remedy: "Add this rule to the collector's ClusterRole.",
      rules: [{apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get']}],
    };
  }
}

/** By a SelfSubjectReview, which servers before 1.28 do not know: then the name is left out. */
async function userName(api: ApiServer, signal: AbortSignal): Promise<string | undefined> {
  try {
    const body = {apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview'};
    const review = await api.json('/apis/authentication.k8s.io/v1/selfsubjectreviews', {signal, body});
    const status = readRecord(readRecord(review, 'the SelfSubjectReview')['status'], 'status');
    const username = readString(readRecord(status['userInfo'], 'userInfo')['username'], 'username');
    return shortText(username, 200) || undefined;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

function discoveryResults({resources, failures}: Discovery, selected: number): CheckResult[] {
  const names = new Set(resources.map(({resource, group}) => `${resource}.${group}`));
  const found: CheckResult = {
    id: 'discovery',
    status: 'ok',
    message: `${formatCount(names.size)} types were discovered, ${formatCount(selected)} would be collected.`,
  };
  return [
    found,
    ...failures.map(({name, message}): CheckResult => ({
      id: 'discovery',
      status: 'warning',
      message: `${name} was not discovered: ${message}.`.replace(/\.+$/, '.'),
      remedy: `Its objects would be missing. See kubectl get apiservices, or delete the API service if it is no longer used.`,
      incomplete: true,
    })),
  ];
}

function remedyOf(error: CollectorError, cluster: OpenCluster | undefined): {remedy?: string} {
  if (error.code === 'K8S_CREDENTIALS_REFUSED')
    return {remedy: 'The credentials are not valid here: log in again, or name another kubeconfig.'};
  const proxy = cluster?.api.proxy;
  if (error.code === 'K8S_UNREACHABLE' && proxy !== undefined)
    return {remedy: `The way leads through the proxy ${proxy}; NO_PROXY takes the cluster's address.`};
  if (error.code === 'K8S_UNREACHABLE')
    return {remedy: 'Check the address in the kubeconfig and the network.'};
  return {};
}
