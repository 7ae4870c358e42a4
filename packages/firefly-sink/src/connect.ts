import {masker, systemClock} from '@firefly/core';
import type {Dispatcher} from 'undici';

import {defaults} from './defaults.ts';
import type {FireflyClientOptions} from './firefly-sink-options.ts';
import {silentLog} from './firefly-log.ts';
import {createFireflyClient, type FireflyClient} from './transport/firefly-client.ts';
import {createKyTransport} from './transport/ky-transport.ts';
import {login} from './transport/login.ts';
import {createTokenSource, type TokenSource} from './transport/token-source.ts';

/** A client, and the tokens that its requests carry. */
export interface ClientAndTokens {
  readonly client: FireflyClient;
  readonly tokens: TokenSource;
}

/** Assembles transport, retries, masking and login. Contacts nobody yet. */
export function connect(
  options: FireflyClientOptions,
  loginAt: {
    readonly base: string;
    readonly encoding: 'json' | 'form';
    readonly dispatcher?: Dispatcher | undefined;
  },
): ClientAndTokens {
  const {accessKey, secretKey, clock = systemClock} = options;
  masker.protect(accessKey);
  masker.protect(secretKey, accessKey);
  const {log = silentLog} = options;
  const clientFor = (dispatcher: Dispatcher | undefined, tokens?: TokenSource) =>
    createFireflyClient({
      transport: createKyTransport({
        dispatcher,
        userAgent: `k8s-collector v${options.collectorVersion}`,
        tokens,
        log,
        clock,
      }),
      maxRetries: options.maxRetries ?? defaults.maxRetries,
      attemptTimeout: options.attemptTimeout ?? defaults.attemptTimeout,
      log,
      clock,
      random: options.random ?? Math.random,
    });
  const loginClient = clientFor(loginAt.dispatcher ?? options.dispatcher);
  const {base, encoding} = loginAt;
  const tokens = createTokenSource(
    (signal) => login({client: loginClient, base, accessKey, secretKey, encoding}, signal),
    clock,
  );
  return {client: clientFor(options.dispatcher, tokens), tokens};
}
