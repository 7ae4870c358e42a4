import {runCollection, type RunReport, showText} from '@firefly/core';

import {type Comparison, createComparison} from '../diff/create-comparison.ts';
import {createSide, type DiffSide} from '../diff/create-side.ts';
import {DiffFailedError} from '../diff/diff-failed-error.ts';
import {comparedTypes, type DiffGap, gapsOf, joinGaps} from '../diff/diff-gaps.ts';
import {type DiffResult, formatComparison} from '../diff/format-comparison.ts';
import {requireSameChoice} from '../diff/same-choice.ts';
import {createGroupingSink} from '../dry-run/create-grouping-sink.ts';
import {dryRunLimits} from '../dry-run/dry-run-limits.ts';
import {dryRunStreams} from '../dry-run/dry-run-streams.ts';
import type {ItemWriter} from '../dry-run/item-writer.ts';
import {exitCode} from '../exit-code.ts';
import {tuneV8} from '../tune-v8.ts';
import {createLog} from '../logging/create-log.ts';
import {OutputClosedError} from '../output/output-closed-error.ts';
import {writeOutput} from '../output/write-output.ts';
import {loadSettings} from '../settings/load-settings.ts';
import {wantsReleases} from '../settings/wants-releases.ts';
import {readUserRules} from '../settings/read-user-rules.ts';
import {settingDefinitions} from '../settings/setting-definition.ts';
import {SettingsError} from '../settings/settings-error.ts';
import {stopOnSignals} from '../stop-on-signals.ts';
import {StoppedError} from '../stopped-error.ts';
import {formatCount} from '../terminal/format-count.ts';
import {tableWidth} from '../terminal/table-width.ts';
import type {CommandContext} from './command-context.ts';
import {flagText} from './flag-text.ts';

/**
 * Compares what two dry runs wrote, or what one wrote and the cluster, by UID or by name. Contacts nobody but the cluster.
 * Resolves with 0 where both are the same, with 1 where they are not, and with 2 where that cannot be told for all of it.
 */
export async function diff(context: CommandContext): Promise<number> {
  try {
    return await compare(context);
  } catch (error) {
    if (error instanceof StoppedError || error instanceof SettingsError || error instanceof OutputClosedError)
      throw error;
    throw new DiffFailedError(error);
  }
}

async function compare({process, settings: texts, flags}: CommandContext): Promise<number> {
  const {environment, stdout, stderr} = process;
  const paths = [flagText(flags, 'A'), flagText(flags, 'B')] as const;
  const inPlaceOfCluster = settingDefinitions.flatMap((definition) =>
    definition.name === 'fromDir' && paths[1] !== undefined
      ? [{definition, text: paths[1], origin: 'B'}]
      : [],
  );
  const {values, warnings} = loadSettings({environment, flags: [...texts, ...inPlaceOfCluster]});
  const settings = {...values, dryRun: false};
  const {clusterId, debug, logFormat: format, types} = settings;
  const log = await createLog({process, clusterId, format, debug});
  for (const warning of warnings) log.warn('Questionable configuration', {detail: warning});
  const userRules = await readUserRules(settings);
  const sideOf = async (path: string | undefined) =>
    createSide(path, {settings, environment, log}, userRules);
  const sides = {before: await sideOf(paths[0]), after: await sideOf(paths[1])};
  requireSameChoice(sides.before, sides.after, types);

  const stop = stopOnSignals(process);
  try {
    const name = flagText(flags, 'name');
    const comparison = createComparison({
      match: flags['match'] === 'name' ? 'name' : 'uid',
      allFields: flags['all-fields'] === true,
      ...(name === undefined ? {} : {name}),
    });
    const {protocol} = settings;
    const streams = dryRunStreams({
      protocol: wantsReleases(settings) ? protocol : 'objects',
      trees: false,
    });
    const read = async (side: DiffSide, writer: ItemWriter): Promise<RunReport> => {
      const report = await runCollection({
        ...side.open(),
        sink: createGroupingSink({
          streams,
          limits: dryRunLimits(settings),
          writers: [writer],
        }),
        signal: stop.signal,
        observer: {opened: tuneV8, warned: (detail) => log.warn('Warning', {detail})},
      });
      stop.signal.throwIfAborted();
      return report;
    };
    const gaps = joinGaps(
      gapsOf(await read(sides.before, comparison.before), sides.before.record, streams),
      gapsOf(await read(sides.after, comparison.after), sides.after.record, streams),
    );
    if (comparison.needsAgain()) await read(sides.before, comparison.again);
    const result = resultOf(comparison, gaps);
    const output = flags['output'] === 'json' ? 'json' : 'table';
    await writeOutput(stdout, formatComparison(result, output, tableWidth(stdout)));
    for (const {name: what, message} of gaps)
      await writeOutput(stderr, `${showText(`Not compared: ${what}: ${message}`)}\n`);
    await writeOutput(stderr, `${sentenceOf(result)}\n`);
    return {same: exitCode.done, different: exitCode.failed, trouble: exitCode.usage}[result.result];
  } finally {
    stop.end();
  }
}

/** What lacks on one side alone, or cannot be read, is trouble: nobody can tell whether it is the same. */
function resultOf({changes, groups}: Comparison, gaps: readonly DiffGap[]): DiffResult {
  const isCompared = comparedTypes(gaps);
  const compared = [...groups.values()].filter(({type}) => isCompared(type));
  const sum = (of: 'added' | 'gone' | 'changed' | 'same') =>
    compared.reduce((total, group) => total + group[of], 0);
  const total = {added: sum('added'), gone: sum('gone'), changed: sum('changed'), same: sum('same')};
  const isSame = total.added + total.gone + total.changed === 0;
  return {
    result: gaps.some(({oneSided, unreadable}) => oneSided || unreadable)
      ? 'trouble'
      : isSame
        ? 'same'
        : 'different',
    total,
    groups: compared.filter(({added, gone, changed}) => added + gone + changed > 0).toSorted(byPlace),
    changes: changes.filter(({type}) => isCompared(type)).toSorted(byPlace),
    notCompared: gaps,
  };
}

interface Place {
  readonly type: string;
  readonly namespace: string;
  readonly name?: string;
}

function byPlace(one: Place, other: Place): number {
  const key = ({type, namespace, name = ''}: Place) => `${type} ${namespace} ${name}`;
  return key(one) < key(other) ? -1 : 1;
}

function sentenceOf({result, total}: DiffResult): string {
  const {added, gone, changed, same} = total;
  const counts = `${formatCount(added)} added, ${formatCount(gone)} gone, ${formatCount(changed)} changed, ${formatCount(same)} the same.`;
  return result === 'trouble' ? `${counts} Not all could be compared.` : counts;
}
