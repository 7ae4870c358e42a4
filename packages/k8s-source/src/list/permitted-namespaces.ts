import {
  type CollectorError,
  mapInParallel,
  readArray,
  readBoolean,
  readRecord,
  readStrings,
  type ResourceType,
  UnexpectedShapeError,
} from '@firefly/core';

import type {ClusterAccess} from '../access/cluster-access.ts';
import type {ApiServer} from '../api/api-server.ts';
import {isForbidden} from '../api/api-status-error.ts';
import {isOutcome} from './is-outcome.ts';
import {createNamespaceList, type NamespaceList} from './namespace-list.ts';
import {createProbeBudget, type ProbeBudget} from './probe-budget.ts';

/** Reviews that fail one after the other before no more are asked: their API does not answer. */
const mostFailedReviews = 10;

const reviewsAtOnce = 8;

/** Finds the namespaces to try for a type whose cluster-wide list is forbidden. */
export interface PermittedNamespaces {
  /** Rejects only when aborted, or when the credentials are refused. */
  for(type: ResourceType): Promise<NamespacesToTry>;
  /** How many lists may be tried without a rule that allows them, in the whole run. */
  readonly probes: ProbeBudget;
}

/** How namespaces are found. */
export interface PermittedNamespacesOptions {
  readonly signal: AbortSignal;
  /** Default: a list of its own. */
  readonly namespaces?: NamespaceList;
}

/** Where a type may be listed, one namespace at a time. */
export interface NamespacesToTry {
  /** Those in which this user may list the type, or may perhaps: the answer of the list decides. */
  readonly names: readonly string[];
  /** Those of them for which no rule says so, only that there may be others: each costs a probe. */
  readonly uncertain: ReadonlySet<string>;
  /** Why there may be more: the list of namespaces broke off, or a review makes no sense. That it is forbidden is no failure. */
  readonly failure: CollectorError | undefined;
}

interface SubjectRules {
  /** There may be rules that the server cannot tell. */
  readonly incomplete: boolean;
  readonly rules: readonly {
    readonly verbs: readonly string[];
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly resourceNames: readonly string[];
  }[];
  readonly failure?: CollectorError;
}

const unknownRules: SubjectRules = {incomplete: true, rules: []};

/**
 * Asks for the namespaces once, at the first need, and for each once what the user may do there
 * (`SelfSubjectRulesReview`, which every authenticated user may ask): one request a namespace, instead of one a
 * namespace and forbidden type. Where namespaces cannot be listed, the access's own one is a candidate.
 */
export function createPermittedNamespaces(
  api: ApiServer,
  access: ClusterAccess,
  {signal, namespaces = createNamespaceList({api, signal})}: PermittedNamespacesOptions,
): PermittedNamespaces {
  let known: ReturnType<typeof load> | undefined;

  async function load() {
    const listed = await namespaces.read();
    const own = listed.failure === undefined ? [] : [access.namespace ?? 'default'];
    const names = [...new Set([...listed.names, ...own])];
    const failure = isForbidden(listed.failure) ? undefined : listed.failure;
    let failed = 0;
    const ask = async (name: string): Promise<readonly [string, SubjectRules]> => {
      if (failed >= mostFailedReviews) return [name, unknownRules];
      const rules = await subjectRules(api, name, signal);
      failed = rules.failure === undefined ? 0 : failed + 1;
      return [name, rules];
    };
    const reviews = await mapInParallel(names, ask, reviewsAtOnce);
    const odd = reviews.map(([, {failure: one}]) => one).find((one) => one instanceof UnexpectedShapeError);
    return {reviews, failure: failure ?? odd};
  }

  return {
    probes: createProbeBudget(),
    async for(type) {
      const {reviews, failure} = await (known ??= load());
      const allowed = new Set(reviews.filter(([, {rules}]) => allowsList(rules, type)).map(([name]) => name));
      const tried = reviews.filter(([name, {incomplete}]) => incomplete || allowed.has(name));
      const names = tried.map(([name]) => name);
      return {names, uncertain: new Set(names.filter((name) => !allowed.has(name))), failure};
    },
  };
}

async function subjectRules(api: ApiServer, namespace: string, signal: AbortSignal): Promise<SubjectRules> {
  const body = {apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: {namespace}};
  try {
    return readRules(await api.json('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {signal, body}));
  } catch (error) {
    signal.throwIfAborted();
    if (!isOutcome(error)) throw error;
    return {...unknownRules, failure: error};
  }
}

function readRules(review: unknown): SubjectRules {
  const {status} = readRecord(review, 'the SelfSubjectRulesReview');
  if (status === undefined || status === null) return unknownRules;
  const {incomplete, resourceRules} = readRecord(status, 'status');
  return {
    incomplete: readBoolean(incomplete, 'status.incomplete'),
    rules: readArray(resourceRules, 'status.resourceRules').map((value) => {
      const rule = readRecord(value, 'status.resourceRules[]');
      return {
        verbs: readStrings(rule['verbs'], 'verbs'),
        apiGroups: readStrings(rule['apiGroups'], 'apiGroups'),
        resources: readStrings(rule['resources'], 'resources'),
        resourceNames: readStrings(rule['resourceNames'], 'resourceNames'),
      };
    }),
  };
}

function allowsList(rules: SubjectRules['rules'], type: ResourceType): boolean {
  return rules.some(
    ({verbs, apiGroups, resources, resourceNames}) =>
      includes(verbs, 'list') &&
      includes(apiGroups, type.group) &&
      includes(resources, type.resource) &&
      resourceNames.length === 0,
  );
}

function includes(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}
