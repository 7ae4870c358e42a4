import {
  createForestStage,
  type RunObserver,
  type RunReport,
  runCollection,
  type Sink,
  type Stage,
  VERSION,
} from '@firefly/core';
import {createFireflySink, defaults} from '@firefly/firefly-sink';
import {type Connection, createConnection} from '@firefly/http';
import {
  createKubernetesSource,
  createRedactionStage,
  type KubernetesSourceOptions,
} from '@firefly/k8s-source';

import type {CollectContext} from './collect-context.ts';
import {createDryRunSink} from './dry-run/create-dry-run-sink.ts';
import {dryRunStreams} from './dry-run/dry-run-streams.ts';
import type {Log} from './logging/log.ts';
import {selectionOf} from './settings/selection-of.ts';

/**
 * Composes one run: a cluster as the source, Firefly or standard output as the sink, and what watches both.
 *
 * @throws {InvalidProxyError} when the environment's proxy for Firefly cannot be used.
 */
export async function collect(context: CollectContext): Promise<RunReport> {
  const {settings, signal, output, log} = context;
  const source = createKubernetesSource(sourceOptions(context));
  const observer = observe(log, context);
  const shared = {source, signal, observer, stages: createStages(context)};
  if (settings.dryRun) {
    const limits = {pageBytes: settings.pageSize * 1000, itemBytes: defaults.itemBytes};
    const sink = createDryRunSink({output, streams: dryRunStreams(settings), limits});
    return runCollection({...shared, sink});
  }
  const connections = connect(context);
  try {
    return await runCollection({...shared, sink: fireflySink(context, connections)});
  } finally {
    await Promise.all([connections.api.close(), connections.login.close()]);
  }
}

/** Values are taken out before anything else sees an object: trees hold copies. */
function createStages({settings}: CollectContext): Stage[] {
  const redaction = settings.redact.length === 0 ? [] : [createRedactionStage(new Set(settings.redact))];
  return [...redaction, createForestStage()];
}

function sourceOptions({settings, environment}: CollectContext): KubernetesSourceOptions {
  const {external, context, watchNamespace, ignoreNamespaces, listLimit, helmDriver} = settings;
  return {
    ...selectionOf(settings),
    ...(external === undefined ? {} : {kubeconfig: external}),
    ...(context === undefined ? {} : {context}),
    ...(watchNamespace === undefined ? {} : {watchNamespace}),
    ignoreNamespaces,
    listLimit,
    ...(helmDriver === undefined ? {} : {helmDriver}),
    environment,
  };
}

interface Connections {
  readonly api: Connection;
  readonly login: Connection;
}

function connect({settings, environment}: CollectContext): Connections {
  const {endpoint, loginEndpoint, maxGoRoutines, mongoMaxGoRoutines} = settings;
  const connections = maxGoRoutines + 2 * mongoMaxGoRoutines + 1;
  return {
    api: createConnection({url: new URL(endpoint), connections, environment}),
    login: createConnection({url: new URL(loginEndpoint), connections: 1, environment}),
  };
}

function fireflySink({settings, log}: CollectContext, {api, login}: Connections): Sink {
  const {clusterId, accessKey, secretKey, mongoMaxGoRoutines} = settings;
  if (clusterId === undefined || accessKey === undefined || secretKey === undefined)
    throw new TypeError('Settings that were required when they were loaded are missing.');
  return createFireflySink({
    clusterId,
    accessKey,
    secretKey,
    endpoint: settings.endpoint,
    loginEndpoint: settings.loginEndpoint,
    protocol: settings.protocol,
    overrideUniqueClusterId: settings.overrideUniqueClusterId,
    version: VERSION,
    dispatcher: api.dispatcher,
    loginDispatcher: login.dispatcher,
    pageBytes: settings.pageSize * 1000,
    pagesInFlight: {
      objects: settings.maxGoRoutines,
      helmReleases: mongoMaxGoRoutines,
      k8sTrees: mongoMaxGoRoutines,
    },
    maxRetries: settings.mongoMaxRetries,
    attemptTimeout: settings.pageTimeoutDuration * 1000,
    log,
  });
}

function observe(log: Log, context: CollectContext): RunObserver {
  return {
    started: (progress) => context.started(progress),
    opened: ({protocol, serverVersion}) => log.info('Receiver ready', {protocol, serverVersion}),
    planned({readings, failures}) {
      log.info('Types to read', {types: readings});
      for (const {groupVersion, message} of failures)
        log.warn('API group not discovered', {groupVersion, detail: message});
    },
    read({name, outcome, items, bytes, code, message}) {
      if (outcome === 'complete') log.debug('Type read', {type: name, items, bytes});
      else log.warn('Type not read completely', {type: name, outcome, code, detail: message});
    },
    warned: (message) => log.warn('Warning', {detail: message}),
  };
}
