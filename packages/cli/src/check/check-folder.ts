import {
  type ClusterIdentity,
  CollectorError,
  type DiscoveryFailure,
  messageOf,
  type Reading,
} from '@firefly/core';

import {errorLink} from '../errors/error-link.ts';
import {createSource} from '../create-source.ts';
import {dryRunStreams} from '../dry-run/dry-run-streams.ts';
import type {Log, LogFields} from '../logging/log.ts';
import {countNoun} from '../terminal/count-noun.ts';
import type {CheckContext} from './check-context.ts';
import type {CheckResult} from './check-result.ts';
import {knownIdentity} from './known-identity.ts';

const missing = 'Its objects would be missing.';

/** Reads all that a run would read in place of a cluster, and tells what it would come to. */
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
        ...(await contentOf(folder, readings, signal)),
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
    return [{id: 'folder', status: 'failed', message: messageOf(error), ...errorLink(error.code)}];
  }
}

async function contentOf(
  folder: string,
  readings: readonly Reading[],
  signal: AbortSignal,
): Promise<CheckResult[]> {
  const gaps: CheckResult[] = [];
  const counts = {objects: 0, types: 0, releases: 0};
  for (const reading of readings) {
    const batches = reading.read(signal);
    let next = await batches.next();
    let items = 0;
    for (; next.done !== true; next = await batches.next()) items += next.value.length;
    if (reading.type === undefined) counts.releases += items;
    else counts.objects += items;
    if (reading.type !== undefined && items > 0) counts.types++;
    if (next.value.kind === 'complete') continue;
    const {message} = next.value.error;
    gaps.push({id: 'folder', status: 'warning', message, remedy: missing, incomplete: true});
  }
  if (readings.length === gaps.length && counts.objects + counts.releases === 0)
    return [{id: 'folder', status: 'failed', message: `Nothing in ${folder} would be collected.`}, ...gaps];
  const releases = counts.releases === 0 ? '' : ` and ${countNoun(counts.releases, 'Helm release')}`;
  const message = `${countNoun(counts.objects, 'object')} of ${countNoun(counts.types, 'type')}${releases} in ${folder} would be collected.`;
  return [{id: 'folder', status: 'ok', message}, ...gaps];
}

function gapOf(folder: string, failure: DiscoveryFailure): CheckResult {
  const {subject, name, message} = failure;
  const undiscovered = `${name} was not discovered: `;
  const origin = {group: undiscovered, type: undiscovered, file: '', folder: `${folder}: `}[subject];
  return {
    id: 'folder',
    status: 'warning',
    message: `${origin}${message}.`.replace(/\.+$/, '.'),
    remedy: missing,
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
