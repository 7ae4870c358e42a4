import type {Clock, StreamName} from '@firefly/core';
import type {Dispatcher} from 'undici';

import type {GzipEngineName} from './gzip/gzip-engine.ts';
import type {FireflyLog} from './firefly-log.ts';

/** What every conversation with Firefly needs: who asks, how, and how patiently. */
export interface FireflyClientOptions {
  /** Name of the cluster at Firefly, `^[a-z0-9_-]+$`. */
  readonly clusterId: string;
  /** `FIREFLY_ACCESS_KEY`. Sent to the login endpoint and nowhere else, never logged. */
  readonly accessKey: string;
  /** `FIREFLY_SECRET_KEY`. Sent to the login endpoint and nowhere else, never logged. */
  readonly secretKey: string;
  /** In `User-Agent: k8s-collector v<version>`, and in the metadata of a fetching. */
  readonly collectorVersion: string;
  /**
   * Connections, proxy and certificate authorities: `createConnection(...)` of `@firefly/http`, or any undici
   * `Dispatcher`. Its timeouts for headers and bodies are switched off: `attemptTimeout` is the one that counts.
   * Default: undici's global one. Never closed here.
   */
  readonly dispatcher?: Dispatcher;
  /** Tries after the first of each request, 0 for none. Default 3. */
  readonly maxRetries?: number;
  /** Milliseconds that one attempt of one request may take, at most 2,147,483,647. Default 300,000. */
  readonly attemptTimeout?: number;
  /** Told what happens. Default: nothing is logged. */
  readonly log?: FireflyLog;
  /** Time, for tests. Default: the machine's. */
  readonly clock?: Clock;
  /** Jitter of the back-off, in [0, 1), for tests. Default `Math.random`. */
  readonly random?: () => number;
}

/** Which contract to speak: ask the endpoint, or one of the two in any case. */
export type FireflyProtocol = 'auto' | 'objects' | 'fetching';

/** Where to deliver, in which contract, and how much at once. Options that do not fit are a RangeError. */
export interface FireflySinkOptions extends FireflyClientOptions {
  /**
   * Firefly's API. A trailing `/` is dropped, `https://gateway.firefly.ai/api` is read without its path. Default
   * `https://gateway.firefly.ai`.
   */
  readonly endpoint?: string;
  /** Where the keys are exchanged for a token. Default `https://prod.external.api.infralight.cloud`. */
  readonly loginEndpoint?: string;
  /** For the login endpoint, where it needs another one than `dispatcher` (a proxy of its own). */
  readonly loginDispatcher?: Dispatcher;
  /** Default `auto`: whatever the endpoint's answer to the handshake says. */
  readonly protocol?: FireflyProtocol;
  /** Takes over the integration of another cluster that uses this cluster id. Default false; contract `fetching` only. */
  readonly overrideUniqueClusterId?: boolean;
  /**
   * A page is closed once its items' JSON passes so many bytes (`collector.PageSize` is this in KB): 1 to
   * 100,000,000. Default 1,200,000.
   */
  readonly pageBytes?: number;
  /** Pages under way at once, by stream; at least 1. Default 10 of objects, 5 of Helm releases, 5 of trees. */
  readonly pagesInFlight?: Partial<Readonly<Record<StreamName, number>>>;
  /** How pages are compressed. */
  readonly gzip?: {
    /** `native` (node:zlib) falls back to `fflate`; `fflate` is used alone when asked for. Default `native`. */
    readonly engine?: GzipEngineName;
    /**
     * 1 (fast) to 9 (small), or `auto`: of `native` 1, and up to 6 while pages wait for the network; of `fflate` 6, where
     * 1 is no faster. Default `auto`.
     */
    readonly level?: number | 'auto';
  };
}
