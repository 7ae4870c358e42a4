import {createForestStage, type RunObserver, type RunReport, runCollection, type Sink} from '@firefly/core';
import {createFireflySink} from '@firefly/firefly-sink';

import type {CollectContext} from './collect-context.ts';
import {createFireflyConnections, type FireflyConnections} from './create-firefly-connections.ts';
import {createPipeline} from './create-pipeline.ts';
import {dryRunSink} from './dry-run/dry-run-sink.ts';
import {tuneV8} from './tune-v8.ts';
import {sinkOptionsOf} from './sink-options-of.ts';
import type {Log} from './logging/log.ts';
import {createPreview} from './preview/create-preview.ts';
import {readUserRules} from './settings/read-user-rules.ts';
import {failureSubjects} from './report/failure-subjects.ts';

/**
 * Composes one run: a cluster or a directory as the source, Firefly or standard output as the sink, and what watches both.
 *
 * @throws {SettingsError} when the directory of a dry run, or a rule of the user, cannot be used.
 * @throws {InvalidProxyError} when the environment's proxy for Firefly cannot be used.
 */
export async function collect(context: CollectContext): Promise<RunReport> {
  const {settings, signal, log, runId} = context;
  const userRules = await readUserRules(settings);
  const isPreview = settings.dryRun && (settings.summary || context.preview?.page !== undefined);
  const preview = isPreview ? createPreview(settings, userRules) : undefined;
  const pipeline = createPipeline({...context, leftOut: preview?.leftOut}, userRules);
  const stages = [...pipeline.stages, createForestStage()];
  const shared = {
    source: pipeline.source,
    signal,
    observer: observe(log, context),
    runId,
    stages: preview?.around(stages) ?? stages,
    incomplete: settings.incomplete,
  };
  if (settings.dryRun) {
    return runCollection({...shared, sink: dryRunSink(context, preview)});
  }
  const client = createFireflyConnections(context, {api: settings.endpoint, login: settings.loginEndpoint});
  try {
    return await runCollection({...shared, sink: fireflySink(context, client)});
  } finally {
    await client.close();
  }
}

function fireflySink({settings}: CollectContext, {options, loginDispatcher}: FireflyConnections): Sink {
  return createFireflySink({...options, loginDispatcher, ...sinkOptionsOf(settings)});
}

function observe(log: Log, context: CollectContext): RunObserver {
  const {observer = {}} = context;
  return {
    ...observer,
    started: (progress) => context.started(progress),
    opened(facts) {
      tuneV8();
      observer.opened?.(facts);
      const {protocol, serverVersion} = facts;
      log.info('Receiver ready', {protocol, serverVersion});
    },
    planned(facts) {
      observer.planned?.(facts);
      log.info('Types to read', {types: facts.readings});
      for (const {subject, name, message, code} of facts.failures)
        log.warn(failureSubjects[subject].event, {name, code, detail: message});
    },
    read(report) {
      observer.read?.(report);
      const {name, outcome, items, bytes, code, message} = report;
      if (outcome === 'complete') log.debug('Type read', {type: name, items, bytes});
      else log.warn('Type not read completely', {type: name, outcome, code, detail: message});
    },
    warned: (message) => log.warn('Warning', {detail: message}),
  };
}
