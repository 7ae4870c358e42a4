import {CollectorError, type ResourceType} from '@firefly/core';

import type {ClusterAccess} from '../access/cluster-access.ts';
import type {ApiServer} from '../api/api-server.ts';
import {isForbidden} from '../api/api-status-error.ts';
import {CredentialsRefusedError} from '../api/credentials-refused-error.ts';
import {listPages} from './list-pages.ts';
import {createPageSize} from './page-size.ts';
import {resourcePath} from './resource-path.ts';

const NAMESPACES_IN_A_PAGE = 500;

/** Finds the namespaces to try for a type whose cluster-wide list is forbidden. */
export interface PermittedNamespaces {
  /** Rejects only when aborted, or when the credentials are refused. */
  for(type: ResourceType): Promise<NamespacesToTry>;
}

/** Where a type may be listed, one namespace at a time. */
export interface NamespacesToTry {
  /** Those in which this user may list the type, or may perhaps: the answer of the list decides. */
  readonly names: readonly string[];
  /** Why there may be more: the list of namespaces broke off. That it is forbidden is no failure. */
  readonly failure: CollectorError | undefined;
}

/** `SelfSubjectRulesReview.status`. */
interface SubjectRules {
  readonly incomplete?: boolean;
  readonly resourceRules?: readonly {
    readonly verbs?: readonly string[];
    readonly apiGroups?: readonly string[];
    readonly resources?: readonly string[];
    readonly resourceNames?: readonly string[];
  }[];
}

/**
 * Asks for the namespaces once, at the first need, and for each once what the user may do there
 * (`SelfSubjectRulesReview`, which every authenticated user may ask): one request a namespace, instead of one a
 * namespace and forbidden type. Where namespaces cannot be listed, the access's own one is a candidate.
 */
export function createPermittedNamespaces(
  api: ApiServer,
  access: ClusterAccess,
  signal: AbortSignal,
): PermittedNamespaces {
  let known: ReturnType<typeof load> | undefined;

  async function load() {
    const {names, failure} = await namespacesToTry(api, access, signal);
    const rules = await Promise.all(names.map(async (name) => subjectRules(api, name, signal)));
    return {rules: names.map((name, index) => [name, rules[index] ?? {incomplete: true}] as const), failure};
  }

  return {
    async for(type) {
      const {rules, failure} = await (known ??= load());
      return {names: rules.filter(([, rule]) => mayList(rule, type)).map(([name]) => name), failure};
    },
  };
}

async function namespacesToTry(
  api: ApiServer,
  access: ClusterAccess,
  signal: AbortSignal,
): Promise<NamespacesToTry> {
  const type = {group: '', version: 'v1', kind: 'Namespace', resource: 'namespaces', namespaced: false};
  const pages = listPages({
    type,
    openPage: async (query, pageSignal) => api.stream(resourcePath(type), {signal: pageSignal, query}),
    pageSize: createPageSize(NAMESPACES_IN_A_PAGE),
    signal,
    progress: {pages: 0, bytes: 0, items: 0, inconsistent: false},
    reuseBuffers: true,
  });
  const names = new Set<string>();
  try {
    for await (const namespaces of pages) for (const {name} of namespaces) names.add(name);
    return {names: [...names], failure: undefined};
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof CollectorError) || error instanceof CredentialsRefusedError) throw error;
    names.add(access.namespace ?? 'default');
    return {names: [...names], failure: isForbidden(error) ? undefined : error};
  }
}

async function subjectRules(api: ApiServer, namespace: string, signal: AbortSignal): Promise<SubjectRules> {
  const body = {apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: {namespace}};
  try {
    const review = await api.json('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {signal, body});
    return (review as {status?: SubjectRules}).status ?? {incomplete: true};
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof CredentialsRefusedError) throw error;
    return {incomplete: true};
  }
}

function mayList({incomplete, resourceRules = []}: SubjectRules, type: ResourceType): boolean {
  return (
    incomplete === true ||
    resourceRules.some(
      ({verbs = [], apiGroups = [], resources = [], resourceNames = []}) =>
        includes(verbs, 'list') &&
        includes(apiGroups, type.group) &&
        includes(resources, type.resource) &&
        resourceNames.length === 0,
    )
  );
}

function includes(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}
