import {type ClusterIdentity, CollectorError, type DiscoveryFailure, messageOf} from '@firefly/core';

import {createSource} from '../create-source.ts';
import {dryRunStreams} from '../dry-run/dry-run-streams.ts';
import type {Log, LogFields} from '../logging/log.ts';
import {countNoun} from '../terminal/count-noun.ts';
import type {CheckContext} from './check-context.ts';
import type {CheckResult} from './check-result.ts';
import {knownIdentity} from './known-identity.ts';

/** Opens what a run would read in place of a cluster, and finds out what there is to read, without reading it. */
export async function checkFolder(context: CheckContext, folder: string): Promise<CheckResult[]> {
  const {settings, environment, signal} = context;
  const leftOut: CheckResult[] = [];
  const log: Log = {
    debug() {},
    info() {},
    warn: (_message, {detail}: LogFields = {}) =>
      leftOut.push({id: 'types', status: 'warning', message: String(detail)}),
    error() {},
  };
  try {
    const session = await createSource({settings, environment, log}).open({signal});
    try {
      const {readings, failures} = await session.plan(dryRunStreams(settings));
      return [
        contentOf(folder, readings.length),
        identityOf(folder, session.cluster),
        ...failures.map((failure) => gapOf(folder, failure)),
        ...leftOut,
      ];
    } finally {
      await session.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof CollectorError)) throw error;
    return [{id: 'folder', status: 'failed', message: messageOf(error)}];
  }
}

function contentOf(folder: string, types: number): CheckResult {
  if (types === 0)
    return {id: 'folder', status: 'failed', message: `Nothing in ${folder} would be collected.`};
  return {
    id: 'folder',
    status: 'ok',
    message: `${countNoun(types, 'type')} of ${folder} would be collected.`,
  };
}

function gapOf(folder: string, failure: DiscoveryFailure): CheckResult {
  const {subject, name, message} = failure;
  const undiscovered = `${name} was not discovered: `;
  const origin = {group: undiscovered, type: undiscovered, file: '', folder: `${folder}: `}[subject];
  return {
    id: 'folder',
    status: 'warning',
    message: `${origin}${message}.`.replace(/\.+$/, '.'),
    remedy: 'Its objects would be missing.',
    incomplete: true,
  };
}

/** The contract `fetching` tells clusters apart by it; a run asks Firefly without it. */
function identityOf(folder: string, {uid}: ClusterIdentity): CheckResult {
  if (uid !== undefined) return knownIdentity(uid);
  return {
    id: 'identity',
    status: 'warning',
    message: `${folder} does not tell the UID of kube-system, by which Firefly tells clusters apart.`,
    remedy: 'Let a dry run with --output-dir write it: its report.json has the UID.',
  };
}
