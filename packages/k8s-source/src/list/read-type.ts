import {
  type Clock,
  type RawObject,
  type ReadingOutcome,
  type ResourceType,
  resourceTypeName,
} from '@firefly/core';

import type {ApiServer} from '../api/api-server.ts';
import {ApiStatusError, isForbidden} from '../api/api-status-error.ts';
import {isOutcome} from './is-outcome.ts';
import {listPages, type ListProgress} from './list-pages.ts';
import type {ListMetadata} from './list-splitter.ts';
import {createPageSize} from './page-size.ts';
import type {NamespacesToTry, PermittedNamespaces} from './permitted-namespaces.ts';
import {resourcePath} from './resource-path.ts';
import {SelectorRefusedError} from './selector-refused-error.ts';

/** Which type, and which of its objects. */
export interface ReadTypeOptions {
  readonly api: ApiServer;
  readonly type: ResourceType;
  /** The lists of these namespaces alone, where the type has namespaces. */
  readonly namespaces?: readonly string[] | undefined;
  /** Objects in other namespaces are left out, here: a selector would make every page cost the whole type. */
  readonly includesNamespace?: ((namespace: string) => boolean) | undefined;
  readonly permittedNamespaces: PermittedNamespaces;
  /** Objects in the first page. */
  readonly limit: number;
  /** How many times that pages may grow. */
  readonly growth?: number;
  /** Told of each page that came whole; an empty batch follows. */
  readonly onPage?: (page: ReadPage) => void;
  readonly reuseBuffers?: boolean;
  /** Whether the next page is asked for while one arrives. Default true. */
  readonly readAhead?: boolean;
  readonly signal: AbortSignal;
  /** Asks for another representation, `PartialObjectMetadataList` say. */
  readonly accept?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string | undefined;
  /** Time, for tests. Default: the machine's. */
  readonly clock?: Clock;
}

/** A page of a type's list. */
export interface ReadPage {
  readonly resourceVersion: string | undefined;
  readonly remainingItemCount: number | undefined;
  readonly type: ResourceType;
  /** The namespace whose list it is of; undefined for the whole cluster's. */
  readonly namespace: string | undefined;
  /** How far the type has come with it. */
  readonly progress: Readonly<ListProgress>;
}

/**
 * Reads all objects of one type: cluster-wide where that is allowed, else namespace by namespace. What cannot be read
 * is the outcome, not an exception; an abort throws, so do credentials that are refused: nothing else can be read; and so does a
 * selector that is.
 */
export async function* readType(
  options: ReadTypeOptions,
): AsyncGenerator<readonly RawObject[], ReadingOutcome, void> {
  const {type, namespaces, permittedNamespaces, signal} = options;
  const progress: ListProgress = {pages: 0, bytes: 0, items: 0, inconsistent: false};
  if (type.namespaced && namespaces !== undefined) {
    const toTry = {names: namespaces, uncertain: new Set<string>(), failure: undefined};
    return yield* readByNamespace(options, toTry, progress);
  }
  try {
    yield* readScope(options, undefined, progress);
    return {kind: 'complete', ...factsOf(progress)};
  } catch (error) {
    signal.throwIfAborted();
    if (!isOutcome(error)) throw error;
    if (type.namespaced && isForbidden(error) && progress.items === 0) {
      const toTry = await permittedNamespaces.for(type);
      // Whether these are all the namespaces that have such objects is not for this user to know.
      return yield* readByNamespace(options, {...toTry, failure: toTry.failure ?? error}, progress);
    }
    return {kind: progress.items > 0 ? 'partial' : 'failed', error, ...factsOf(progress)};
  }
}

async function* readByNamespace(
  options: ReadTypeOptions,
  candidates: NamespacesToTry,
  progress: ListProgress,
): AsyncGenerator<readonly RawObject[], ReadingOutcome, void> {
  const {includesNamespace, signal} = options;
  const {probes} = options.permittedNamespaces;
  const namespaces: string[] = [];
  let {failure} = candidates;
  let unasked = 0;
  for (const namespace of candidates.names) {
    if (includesNamespace?.(namespace) === false) continue;
    const isProbe = candidates.uncertain.has(namespace);
    if (isProbe && !probes.take(namespace)) {
      unasked++;
      continue;
    }
    let isRefused = false;
    try {
      yield* readScope(options, namespace, progress);
      namespaces.push(namespace);
    } catch (error) {
      signal.throwIfAborted();
      if (!isOutcome(error)) throw error;
      isRefused = isForbidden(error);
      if (!isRefused || failure === undefined) failure = error;
    }
    if (isProbe) probes.answered(namespace, isRefused);
  }
  const facts = {
    ...factsOf(progress),
    ...(unasked === 0 ? {} : {warnings: [notAsked(unasked)]}),
  };
  if (failure === undefined) return {kind: 'complete', ...facts};
  if (namespaces.length === 0)
    return {kind: progress.items === 0 ? 'failed' : 'partial', error: failure, ...facts};
  return {kind: 'partial', error: failure, namespaces, ...facts};
}

function notAsked(namespaces: number): string {
  return (
    `${namespaces} namespaces were not asked: no rule that the API server told allows the list there, and enough ` +
    'others were refused. Grant the list cluster-wide, or set watchNamespaces.'
  );
}

async function* readScope(
  options: ReadTypeOptions,
  namespace: string | undefined,
  progress: ListProgress,
): AsyncGenerator<readonly RawObject[], void, void> {
  const {api, type, includesNamespace, limit, reuseBuffers = false, signal, accept} = options;
  const {labelSelector, fieldSelector, clock, growth, onPage, readAhead} = options;
  const path = resourcePath(type, namespace);
  const pages = listPages({
    type,
    openPage: async (page, pageSignal) => {
      const query = {...page, labelSelector, fieldSelector};
      try {
        return await api.stream(path, {signal: pageSignal, query, ...(accept === undefined ? {} : {accept})});
      } catch (error) {
        const selector = [labelSelector, fieldSelector].filter((text) => text !== undefined).join(' and ');
        // Behind the first page it is the token that may be wrong.
        const isFirst = page.continue === undefined;
        if (selector === '' || !isFirst || !(error instanceof ApiStatusError) || error.status !== 400)
          throw error;
        throw new SelectorRefusedError(resourceTypeName(type), selector, error);
      }
    },
    pageSize: createPageSize(limit, growth),
    ...(readAhead === undefined ? {} : {readAhead}),
    ...(onPage === undefined
      ? {}
      : {
          onPage: (page: ListMetadata) =>
            onPage({
              resourceVersion: page.resourceVersion,
              remainingItemCount: page.remainingItemCount,
              type,
              namespace,
              progress: {...progress},
            }),
        }),
    signal,
    progress,
    reuseBuffers,
    ...(clock === undefined ? {} : {clock}),
  });
  if (includesNamespace === undefined || namespace !== undefined || !type.namespaced) {
    yield* pages;
    return;
  }
  for await (const objects of pages) {
    const kept = objects.filter((object) => includesNamespace(object.namespace ?? ''));
    if (kept.length > 0 || objects.length === 0) yield kept;
  }
}

function factsOf(progress: ListProgress) {
  return {listPages: progress.pages, listBytes: progress.bytes, inconsistent: progress.inconsistent};
}
