import type {CollectorError, RawObject, ResourceType} from '@firefly/core';

import {acceptMetadataList} from '../api/accept.ts';
import {requireNamespace} from '../require-namespace.ts';
import type {ListedObject, ListOptions, ObjectList, ObjectPage} from './object-list.ts';
import {type ReadPage, readType, type ReadTypeOptions} from './read-type.ts';

/** What a list is read by: that of its source, and its type. */
export type ListDefaults = Omit<ReadTypeOptions, 'signal' | 'accept'> & {
  readonly type: ResourceType;
};

/**
 * A list over `readType`, and so over the one paging loop.
 *
 * @param prepare Connects and finds the type; asked at each reading.
 */
export function createObjectList<T>(
  prepare: (signal: AbortSignal) => Promise<ListDefaults>,
  options: ListOptions,
): ObjectList<T> {
  const {namespace, labelSelector, fieldSelector, limit, onFailure} = options;

  async function* read(
    how: Pick<ReadTypeOptions, 'accept' | 'readAhead'> = {},
    onPage: (page: ReadPage) => void = () => {},
  ): AsyncGenerator<readonly RawObject[], void, void> {
    const signal = options.signal ?? new AbortController().signal;
    signal.throwIfAborted();
    const defaults = await prepare(signal);
    const isFiltered = namespace === undefined && defaults.includesNamespace !== undefined;
    let isEmpty = true;
    const batches = readType({
      ...defaults,
      ...(namespace === undefined ? {} : {namespaces: [namespace], includesNamespace: undefined}),
      ...(limit === undefined ? {} : {limit, growth: 1}),
      ...how,
      ...(labelSelector === undefined ? {} : {labelSelector}),
      fieldSelector,
      signal,
      onPage(page) {
        defaults.onPage?.(page);
        // The server counts what is left out here, too.
        onPage(isFiltered ? {...page, remainingItemCount: undefined} : page);
      },
    });
    let next = await batches.next();
    try {
      for (; next.done !== true; next = await batches.next()) {
        isEmpty &&= next.value.length === 0;
        yield next.value;
      }
    } finally {
      if (next.done !== true) await batches.return(stopped);
    }
    if (next.value.kind !== 'complete') return fail(next.value.error);
    const {api, type} = defaults;
    // A list of a namespace that is not there is empty.
    if (isEmpty && type.namespaced && namespace !== undefined)
      await requireNamespace(api, namespace, signal, 'namespace');
  }

  function fail(error: CollectorError): void {
    if (onFailure === undefined) throw error;
    onFailure(error);
  }

  async function* pages(how?: Parameters<typeof read>[0]): AsyncGenerator<ObjectPage<T>, void, void> {
    let objects: ListedObject<T>[] = [];
    let page: ObjectPage<T> | undefined;
    const onPage = ({resourceVersion, remainingItemCount, namespace: of}: ReadPage) => {
      page = {objects, resourceVersion, remainingItemCount, namespace: of};
      objects = [];
    };
    try {
      for await (const batch of read(how, onPage)) {
        objects.push(...(batch as readonly ListedObject<T>[]));
        if (page !== undefined) yield page;
        page = undefined;
      }
    } catch (error) {
      if (objects.length > 0) yield {...brokenOff, objects};
      throw error;
    }
    if (objects.length > 0) yield {...brokenOff, objects};
  }

  return {
    async *[Symbol.asyncIterator]() {
      for await (const batch of read()) yield* batch as readonly ListedObject<T>[];
    },
    pages: () => pages(),
    async count() {
      let count = 0;
      // Often one page will do.
      const metadata = pages({accept: acceptMetadataList, readAhead: false});
      for await (const {objects, remainingItemCount, namespace: of} of metadata) {
        count += objects.length;
        // Of one list: where the whole is forbidden, others follow.
        if (of === namespace && remainingItemCount !== undefined) return count + remainingItemCount;
      }
      return count;
    },
  };
}

/** What is known of a page that did not come whole. */
const brokenOff = {resourceVersion: undefined, remainingItemCount: undefined, namespace: undefined};
/** Nobody looks at it: the reading was left before its end. */
const stopped = {kind: 'complete', listPages: 0, listBytes: 0} as const;
