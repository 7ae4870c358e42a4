import {type DiscoveryFailure, showText} from '@firefly/core';
import {type DiscoveredResource, selectTypes} from '@firefly/k8s-source';

import {type OpenCluster, openCluster} from '../cluster/open-cluster.ts';
import {isTypingSlip} from '../command-line/is-typing-slip.ts';
import {UsageError} from '../command-line/usage-error.ts';
import {writeOutput} from '../output/write-output.ts';
import {exitCode} from '../exit-code.ts';
import {loadSettings} from '../settings/load-settings.ts';
import {selectionOf} from '../settings/selection-of.ts';
import type {Settings} from '../settings/settings.ts';
import {stopOnSignals} from '../stop-on-signals.ts';
import {tableWidth} from '../terminal/table-width.ts';
import {explainType} from '../types/explain-type.ts';
import {formatTypes, type TypesFormat} from '../types/format-types.ts';
import {listTypes} from '../types/list-types.ts';
import type {TypeRow} from '../types/type-row.ts';
import {requireTypes} from '../types/require-types.ts';
import {unknownTypeNames} from '../types/unknown-type-names.ts';
import type {CommandContext} from './command-context.ts';

/**
 * Shows every type that the cluster serves, whether a run would collect it, and why. Reads metadata of one object of
 * each type; contacts nobody but the cluster.
 *
 * @throws {CollectorError} when the cluster cannot be reached, has no such group, or the settings do not fit.
 */
export async function showTypes({process, settings: texts, flags}: CommandContext): Promise<number> {
  const {environment, stdout, stderr} = process;
  const loaded = loadSettings({environment, flags: texts});
  const {warnings} = loaded;
  const explained = flags['explain'];
  const settings =
    typeof explained === 'string' ? {...loaded.values, types: [explained.toLowerCase()]} : loaded.values;
  const format = (flags['output'] ?? (explained === undefined ? 'table' : 'explained')) as TypesFormat;
  const stop = stopOnSignals(process);
  const notify = (line: string) => writeOutput(stderr, `${showText(line)}\n`);
  let cluster: OpenCluster | undefined;
  try {
    cluster = await openCluster({settings, environment, attempts: 3, signal: stop.signal});
    for (const warning of [...warnings, ...(cluster.access.warnings ?? [])]) await notify(warning);
    const {rows, discovered, failures} = await listTypes(cluster, {
      // What a run would do with the named types is up to the lists.
      settings: {...settings, types: undefined},
      signal: stop.signal,
      // Names alone need no counts; what is denied is seen by counting.
      counts: format !== 'name' || flags['collected'] === true,
      include: ({resource}) =>
        isGroup(flags['group'], resource.group) &&
        (settings.types === undefined || isNamed(resource, settings)),
    });
    requireGroup(flags['group'], discovered, failures);
    const unknown = unknownTypeNames(settings, {resources: discovered, failures});
    requireTypes(unknown, settings.types?.length ?? 0, explained === undefined ? '--types' : '--explain');
    const all =
      explained === undefined ? rows : rows.map((row) => ({...row, explanation: explainType(row, loaded)}));
    const shown = flags['collected'] === true ? all.filter(({collected}) => collected) : all;
    await writeOutput(stdout, formatTypes(shown, format, tableWidth(stdout)));
    for (const {name, message} of failures) await notify(`${name} not discovered: ${message}`);
    for (const {sentence} of unknown) await notify(sentence);
    const problem = rows.find(({reason}: TypeRow) => reason === 'cannot be listed');
    if (problem !== undefined) await notify(`${problem.name} cannot be listed: ${problem.message}`);
    return exitCode.done;
  } finally {
    stop.end();
    await cluster?.api.close();
  }
}

function isNamed(resource: DiscoveredResource, settings: Settings): boolean {
  return selectTypes([resource], selectionOf(settings)).some(({name}) => name !== undefined);
}

/** @throws {UsageError} where the cluster has no group of this name; one that did not answer is there all the same. */
function requireGroup(
  wanted: string | boolean | undefined,
  discovered: readonly DiscoveredResource[],
  failures: readonly DiscoveryFailure[],
): void {
  const groups = new Set([
    'core',
    ...discovered.map(({group}) => group),
    ...failures.map(({name}) => name.split('/')[0] ?? ''),
  ]);
  if (typeof wanted !== 'string' || groups.has(wanted)) return;
  const nearest = [...groups].find((group) => isTypingSlip(wanted, group));
  const hint =
    nearest === undefined ? '; types without --group shows them all.' : `; did you mean ${nearest}?`;
  throw new UsageError(`--group: this cluster has no API group "${wanted}"${hint}`);
}

/** The core group has no name: `--group ""` and `--group core` both mean it. */
function isGroup(wanted: string | boolean | undefined, group: string): boolean {
  return typeof wanted !== 'string' || (wanted === 'core' ? '' : wanted) === group;
}
