import type {ResourceType} from '@firefly/core';

import type {ClusterAccess} from '../access/cluster-access.ts';
import type {ApiServer} from '../api/api-server.ts';
import {listPages} from './list-pages.ts';
import {createPageSize} from './page-size.ts';
import {resourcePath} from './resource-path.ts';

const NAMESPACES_IN_A_PAGE = 500;

/** Finds the namespaces to try for a type whose cluster-wide list is forbidden. */
export interface PermittedNamespaces {
  /** Namespaces in which this user may list the type, or may perhaps: the answer of the list decides. */
  for(type: ResourceType): Promise<readonly string[]>;
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
 * namespace and forbidden type. Where namespaces cannot be listed, the access's own namespace is the only candidate.
 */
export function createPermittedNamespaces(
  api: ApiServer,
  access: ClusterAccess,
  signal: AbortSignal,
): PermittedNamespaces {
  let known: Promise<ReadonlyMap<string, SubjectRules>> | undefined;

  async function load(): Promise<ReadonlyMap<string, SubjectRules>> {
    const names = await namespaceNames(api, access, signal);
    const rules = await Promise.all(names.map(async (name) => subjectRules(api, name, signal)));
    return new Map(names.map((name, index) => [name, rules[index] ?? {incomplete: true}]));
  }

  return {
    async for(type) {
      known ??= load();
      return [...(await known)].filter(([, rules]) => mayList(rules, type)).map(([name]) => name);
    },
  };
}

async function namespaceNames(api: ApiServer, access: ClusterAccess, signal: AbortSignal): Promise<string[]> {
  const type = {group: '', version: 'v1', kind: 'Namespace', resource: 'namespaces', namespaced: false};
  const pages = listPages({
    type,
    openPage: async (query, pageSignal) => api.stream(resourcePath(type), {signal: pageSignal, query}),
    pageSize: createPageSize(NAMESPACES_IN_A_PAGE),
    signal,
    progress: {pages: 0, bytes: 0, items: 0, inconsistent: false},
    reuseBuffers: true,
  });
  const names: string[] = [];
  try {
    for await (const namespaces of pages) names.push(...namespaces.map(({name}) => name));
    return names;
  } catch {
    signal.throwIfAborted();
    return access.namespace === undefined ? ['default'] : [access.namespace];
  }
}

async function subjectRules(api: ApiServer, namespace: string, signal: AbortSignal): Promise<SubjectRules> {
  const body = {apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: {namespace}};
  try {
    const review = await api.json('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {signal, body});
    return (review as {status?: SubjectRules}).status ?? {incomplete: true};
  } catch {
    signal.throwIfAborted();
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
