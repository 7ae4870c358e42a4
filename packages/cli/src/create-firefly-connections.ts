import {version} from '@firefly/core';
import type {FireflyClientOptions} from '@firefly/firefly-sink';
import {type Connection, createConnection} from '@firefly/http';

import type {Log} from './logging/log.ts';
import type {Environment} from './settings/read-environment.ts';
import type {Settings} from './settings/settings.ts';

/** What talking to Firefly takes, whichever of its APIs is meant; `close` ends its connections. */
export interface FireflyConnections {
  readonly options: FireflyClientOptions & {readonly dispatcher: Connection['dispatcher']};
  /** For the login, which may be behind another proxy than the API. */
  readonly loginDispatcher: Connection['dispatcher'];
  close(): Promise<void>;
}

/**
 * Connections to one of Firefly's APIs and to its login; nothing is sent yet.
 *
 * @throws {InvalidProxyError} when the environment's proxy for Firefly cannot be used.
 */
export function createFireflyConnections(
  context: {readonly settings: Settings; readonly environment: Environment; readonly log: Log},
  urls: {readonly api: string; readonly login: string},
): FireflyConnections {
  const {settings, environment, log} = context;
  const {clusterId, accessKey, secretKey, maxGoRoutines, mongoMaxGoRoutines} = settings;
  if (clusterId === undefined || accessKey === undefined || secretKey === undefined) {
    throw new TypeError('Settings that were required when they were loaded are missing.');
  }
  const connections = maxGoRoutines + 2 * mongoMaxGoRoutines + 1;
  const attemptTimeout = settings.pageTimeoutDuration * 1000;
  // Within one attempt, so that it can say what did not answer, and the next one does not wait for the same connection.
  const shared = {environment, connectTimeout: Math.min(10_000, 0.9 * attemptTimeout)};
  const api = createConnection({...shared, url: new URL(urls.api), connections});
  const login = createConnection({...shared, url: new URL(urls.login), connections: 1});
  return {
    options: {
      clusterId,
      accessKey,
      secretKey,
      collectorVersion: version,
      dispatcher: api.dispatcher,
      maxRetries: settings.mongoMaxRetries,
      attemptTimeout,
      log,
    },
    loginDispatcher: login.dispatcher,
    async close() {
      await Promise.all([api.close(), login.close()]);
    },
  };
}
