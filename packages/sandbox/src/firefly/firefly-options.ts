import {randomBytes} from 'node:crypto';
import type {StreamName} from '@firefly/core';

/**
 * The answer to the handshake of the contract `fetching`: an old or unwilling server's status, or 200 with the
 * integration id and what follows it (`unreadable`: neither `true` nor `false`; the client then sends trees).
 */
export type HandshakeMode =
  | 204
  | 402
  | 404
  | 405
  | 409
  | 425
  | 500
  | 501
  | {readonly sendTrees: boolean | 'missing' | 'unreadable'};

export interface FireflyOptions {
  /** Loopback address to listen on. Default 127.0.0.1. */
  readonly host?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Speaks HTTPS with this key and certificate (PEM). Default: HTTP. */
  readonly tls?: {readonly key: string; readonly cert: string};
  /** The only cluster id that may be sent to. Default: any of the form `^[a-z0-9_-]+$`. */
  readonly clusterId?: string;
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** Status that a login with wrong keys gets. Default 401. */
  readonly wrongKeysStatus?: 401 | 403;
  /** Life of a token in seconds. Default 3600. */
  readonly expiresIn?: number;
  /** The nth token. Default: a random one. */
  readonly tokenOf?: (number: number) => string;
  /** The integration of every cluster. Default: a random one for each. */
  readonly integrationId?: string;
  /** Default: 200 with an integration id and `sendTrees` true. */
  readonly handshake?: HandshakeMode;
  /** A page must have been closed by the item that took it past this many bytes of JSON. Default 1,200,000. */
  readonly pageBytes?: number;
  /** Objects and trees of more JSON than this must not be sent. Default 1,536,000. */
  readonly itemBytes?: number;
  /** Pages whose body as sent is larger get 413. Default: no limit. */
  readonly maxRequestBytes?: number;
  /** Pages whose uncompressed body is larger get 413. Default: no limit. */
  readonly maxBodyBytes?: number;
  /** Pages of each stream that may be under way at once. Default 10 of objects, 5 of releases, 5 of trees. */
  readonly pagesInFlight?: Partial<Readonly<Record<StreamName, number>>>;
  /** What becomes of accepted pages: kept in memory (default), written to a folder, or only counted. */
  readonly keep?: 'memory' | 'counts' | {readonly folder: string};
  /**
   * `full` (default) parses every page. `light` checks encoding, frame, keys and sizes by a byte scan and trusts that
   * items are JSON inside: for benchmarks.
   */
  readonly validate?: 'full' | 'light';
  /** The server's clock, in milliseconds since the Unix epoch: for tokens and ids. Default `Date.now`. */
  readonly now?: () => number;
}

export type FireflySettings = Readonly<ReturnType<typeof resolveFireflyOptions>>;

/** The options with every default filled in; the keys are new at each call. */
export function resolveFireflyOptions(options: FireflyOptions) {
  return {
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    tls: options.tls,
    tokenOf: options.tokenOf,
    integrationId: options.integrationId,
    clusterId: options.clusterId,
    accessKey: options.accessKey ?? `access-${randomBytes(12).toString('hex')}`,
    secretKey: options.secretKey ?? `secret-${randomBytes(24).toString('hex')}`,
    wrongKeysStatus: options.wrongKeysStatus ?? 401,
    expiresIn: options.expiresIn ?? 3600,
    handshake: options.handshake ?? {sendTrees: true},
    pageBytes: options.pageBytes ?? 1_200_000,
    itemBytes: options.itemBytes ?? 1_536_000,
    maxRequestBytes: options.maxRequestBytes ?? Infinity,
    maxBodyBytes: options.maxBodyBytes ?? Infinity,
    pagesInFlight: {objects: 10, helmReleases: 5, k8sTrees: 5, ...options.pagesInFlight},
    keep: options.keep ?? 'memory',
    validate: options.validate ?? 'full',
    now: options.now ?? Date.now,
  };
}
