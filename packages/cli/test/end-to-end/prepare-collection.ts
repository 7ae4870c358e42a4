import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {type Firefly, type FireflyOptions, startFirefly} from '@firefly/sandbox';

import {
  type CollectorCall,
  type CollectorOutcome,
  type Owner,
  type RunningCollector,
  startCollector,
} from './start-collector.ts';
import type {TestCluster} from './test-cluster.ts';

export interface CollectionOptions {
  readonly firefly?: FireflyOptions;
  /** Files of the configuration directory beside the two endpoints. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Default: of the administrator. */
  readonly kubeconfig?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether what is tested needs a process. */
  readonly isProcess?: boolean;
}

export interface Collection {
  readonly firefly: Firefly;
  /** The call without the cluster id. */
  readonly call: CollectorCall;
  /** Starts `firefly-collector -external … -config … <words> test-cluster`. */
  start(...words: readonly string[]): RunningCollector;
  run(...words: readonly string[]): Promise<CollectorOutcome>;
}

/** A Firefly, and the built collector set up to carry a cluster to it. Both end with the test. */
export async function prepareCollection(
  owner: Owner,
  cluster: Pick<TestCluster, 'kubeconfig' | 'tokens'>,
  options: CollectionOptions = {},
): Promise<Collection> {
  const firefly = await startFirefly(options.firefly);
  owner.onTestFinished(() => firefly.close());
  const directory = mkdtempSync(join(tmpdir(), 'firefly-configuration-'));
  owner.onTestFinished(() => rmSync(directory, {recursive: true}));
  const settings = {
    endpoint: firefly.url,
    loginEndpoint: firefly.url,
    'collector.reportInLog': 'true',
    ...options.settings,
  };
  for (const [name, value] of Object.entries(settings)) writeFileSync(join(directory, name), `${value}\n`);
  const kubeconfig = options.kubeconfig ?? cluster.kubeconfig();
  const {accessKey, secretKey} = firefly;

  const call: CollectorCall = {
    words: ['-external', kubeconfig, '-config', directory],
    environment: {FIREFLY_ACCESS_KEY: accessKey, FIREFLY_SECRET_KEY: secretKey, ...options.environment},
    secrets: [accessKey, secretKey, ...cluster.tokens],
    ...(options.isProcess === true ? {isProcess: true} : {}),
  };
  const start = (...words: readonly string[]) =>
    startCollector(owner, {...call, words: [...call.words, ...words, 'test-cluster']});

  return {firefly, call, start, run: async (...words) => start(...words).ended};
}
