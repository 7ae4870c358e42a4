import {ApiStatusError} from '../../src/api/api-status-error.ts';
import {ApiUnreachableError} from '../../src/api/api-unreachable-error.ts';
import type {ListPagesOptions, PageQuery} from '../../src/list/list-pages.ts';
import type {PageBody} from '../../src/list/spooled-body.ts';

/** What goes wrong with one request; `after` is a share of the page's bytes. */
export type PageFault =
  | {readonly kind: 'none'}
  | {readonly kind: 'expired'; readonly withToken: boolean}
  | {readonly kind: 'forbidden'}
  /** Nothing comes of it before a gateway gives up: 504. */
  | {readonly kind: 'late'}
  | {readonly kind: 'unreachable'; readonly transient: boolean}
  | {readonly kind: 'broken' | 'cut' | 'garbled'; readonly after: number};

export interface FakePagesOptions {
  /** JSON of the objects in the cluster now; read anew at each snapshot. */
  readonly objects: () => readonly string[];
  /** Sorted keys, so that the token comes last. */
  readonly sortedKeys?: boolean;
  /** One for each request, in order; none where they run out. */
  readonly faults?: readonly PageFault[];
  /** Bytes of a chunk. Default: all at once. */
  readonly chunkBytes?: number;
  /** Waits before the n-th request (from 0) is answered. */
  readonly beforeAnswer?: (request: number, signal: AbortSignal) => Promise<void>;
  /** Waits before each chunk. */
  readonly beforeChunk?: (request: number, chunk: number, signal: AbortSignal) => Promise<void>;
}

export interface FakePages {
  readonly openPage: ListPagesOptions['openPage'];
  /** Queries as they came. */
  readonly queries: readonly PageQuery[];
  /** Pages that were answered and neither read to their end nor given back. */
  readonly openBodies: number;
}

/** A list with snapshots and continue tokens, as an API server keeps it. Refuses queries that no server understands. */
export function createFakePages(options: FakePagesOptions): FakePages {
  const queries: PageQuery[] = [];
  const snapshots: (readonly string[])[] = [];
  let openBodies = 0;

  function snapshot(): number {
    return snapshots.push(options.objects()) - 1;
  }

  async function* stream(
    request: number,
    bytes: Buffer,
    failure: Error | undefined,
    signal: AbortSignal,
  ): PageBody {
    const {chunkBytes = bytes.length} = options;
    for (let at = 0, chunk = 0; at < bytes.length; at += chunkBytes, chunk++) {
      await options.beforeChunk?.(request, chunk, signal);
      signal.throwIfAborted();
      const piece = Buffer.from(bytes.subarray(at, at + chunkBytes));
      yield piece;
      // Whoever still reads it then reads nonsense.
      piece.fill(0);
    }
    if (failure !== undefined) throw failure;
  }

  /** Counts a body as open from the answer on, begun or not, as a connection is. */
  function held(body: PageBody): PageBody {
    openBodies++;
    let isOpen = true;
    const close = () => {
      if (isOpen) openBodies--;
      isOpen = false;
    };
    const counted: PageBody = {
      async next() {
        try {
          const result = await body.next();
          if (result.done === true) close();
          return result;
        } catch (error) {
          close();
          throw error;
        }
      },
      async return() {
        close();
        return body.return();
      },
      throw: async (error) => body.throw(error),
      [Symbol.asyncIterator]: () => counted,
      async [Symbol.asyncDispose]() {
        await counted.return();
      },
    };
    return counted;
  }

  return {
    queries,
    get openBodies() {
      return openBodies;
    },
    async openPage(query, signal) {
      const {limit, continue: token, ...unknown} = query;
      if (Object.keys(unknown).length > 0) throw new TypeError(`illegal query ${JSON.stringify(unknown)}`);
      if (limit !== undefined && (!Number.isInteger(limit) || limit < 1))
        throw new TypeError(`illegal limit ${limit}`);
      const [, version, start] = token === undefined ? [] : (/^(\d+):(\d+)$/.exec(token) ?? ['', '', '']);
      if (version === '') throw new TypeError(`illegal token ${token}`);
      const request = queries.push(query) - 1;
      await options.beforeAnswer?.(request, signal);
      signal.throwIfAborted();
      const fault = options.faults?.[request] ?? {kind: 'none'};
      const path = '/api/v1/pods';
      switch (fault.kind) {
        case 'forbidden':
          throw new ApiStatusError({status: 403, path});
        case 'late':
          throw new ApiStatusError({status: 504, path});
        case 'unreachable':
          throw new ApiUnreachableError('https://cluster', 'the connection was refused', fault.transient);
        case 'expired': {
          // The newer snapshot goes on behind the last object that the token has seen.
          const continueToken = fault.withToken && start !== undefined ? `${snapshot()}:${start}` : undefined;
          throw new ApiStatusError({status: 410, path, reason: 'Expired', continueToken});
        }
        case 'none':
        case 'broken':
        case 'cut':
        case 'garbled':
      }
      const number = version === undefined ? snapshot() : Number(version);
      const all = snapshots[number] ?? [];
      const end = Number(start ?? 0) + (limit ?? all.length);
      const metadata = JSON.stringify(
        end < all.length ? {resourceVersion: '7', continue: `${number}:${end}`} : {},
      );
      const items = all.slice(Number(start ?? 0), end).join(',');
      let bytes = Buffer.from(
        options.sortedKeys === true
          ? `{"apiVersion":"v1","items":[${items}],"metadata":${metadata}}`
          : `{"kind":"PodList","metadata":${metadata},"items":[${items}]}`,
      );
      let failure: Error | undefined;
      if (fault.kind !== 'none') {
        bytes = bytes.subarray(0, Math.floor(bytes.length * fault.after));
        if (fault.kind === 'broken')
          failure = new ApiUnreachableError('https://cluster', 'it broke off', true);
        if (fault.kind === 'garbled') bytes = Buffer.concat([bytes, Buffer.from('\u0000')]);
      }
      return held(stream(request, bytes, failure, signal));
    },
  };
}

/** A Pod whose UID is made from its name. */
export function pod(name: string, uid = `uid-of-${name}`): string {
  return `{"metadata":{"name":"${name}","uid":"${uid}"}}`;
}
