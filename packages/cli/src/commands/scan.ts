import {runCollection, showText} from '@firefly/core';

import {createPipeline} from '../create-pipeline.ts';
import {createGroupingSink} from '../dry-run/create-grouping-sink.ts';
import {dryRunLimits} from '../dry-run/dry-run-limits.ts';
import {dryRunStreams} from '../dry-run/dry-run-streams.ts';
import {createLog} from '../logging/create-log.ts';
import {writeOutput} from '../output/write-output.ts';
import {openReportFile} from '../report/report-file.ts';
import {baselineText, readBaseline} from '../scan/baseline.ts';
import {createScanStage} from '../scan/create-scan-stage.ts';
import {type FindingsFormat, formatFindings} from '../scan/format-findings.ts';
import {scanVerdict, verdictSentence} from '../scan/scan-verdict.ts';
import {loadSettings} from '../settings/load-settings.ts';
import {readUserRules} from '../settings/read-user-rules.ts';
import {SettingsError} from '../settings/settings-error.ts';
import {exitCode} from '../exit-code.ts';
import {tuneV8} from '../tune-v8.ts';
import {stopOnSignals} from '../stop-on-signals.ts';
import {tableWidth} from '../terminal/table-width.ts';
import type {CommandContext} from './command-context.ts';
import {flagText} from './flag-text.ts';

/**
 * Reads what a run with these settings would send, after redaction, and lists what still looks like a secret, never the
 * value. Contacts nobody but the cluster. Resolves with 4 for findings, else with 1 where anything was not read, else
 * with 0. Where a baseline is written, what it now accepts is no finding.
 *
 * @throws {SettingsError} when settings, rules or the baseline cannot be used, before anything is contacted.
 */
export async function scan({process, settings: texts, flags}: CommandContext): Promise<number> {
  const {environment, stdout, stderr} = process;
  const {values, warnings} = loadSettings({environment, flags: texts});
  // What is read must be all that a run would send: a folder that holds less is refused, as in a run.
  const settings = {...values, dryRun: false};
  const userRules = await readUserRules(settings);
  const baseline = readBaseline(flagText(flags, 'baseline'));
  const written = openReportFile(flagText(flags, 'write-baseline'), stdout, '--write-baseline');
  const notify = (line: string) => writeOutput(stderr, `${showText(line)}\n`);
  const {clusterId, debug, logFormat: format} = settings;
  const log = await createLog({process, clusterId, format, debug});
  for (const warning of warnings) log.warn('Questionable configuration', {detail: warning});
  const stop = stopOnSignals(process);
  try {
    const stage = createScanStage((finding) => baseline.accepts(finding));
    const {source, stages} = createPipeline({settings, environment, log}, userRules);
    const report = await runCollection({
      source,
      sink: createGroupingSink({
        streams: dryRunStreams({protocol: settings.protocol, trees: false}),
        limits: dryRunLimits(settings),
        writers: [],
      }),
      signal: stop.signal,
      stages: [...stages, stage],
      observer: {opened: tuneV8, warned: (detail) => log.warn('Warning', {detail})},
    });
    const {result} = stage;
    const verdict = scanVerdict(report, result, stop.stoppedBy);
    await writeOutput(
      stdout,
      formatFindings(verdict, (flags['output'] ?? 'table') as FindingsFormat, tableWidth(stdout)),
    );
    for (const {name, message} of verdict.gaps) await notify(`Not read: ${name}: ${message}`);
    await notify(verdictSentence(verdict));
    const {used, unused} = baseline.entries();
    if (unused > 0 && verdict.complete)
      await notify(`Entries of the baseline that accept nothing any more: ${unused}.`);
    if (written === undefined) return verdict.code;
    if (result.total.findings > result.findings.length || report.result !== 'success') {
      await notify('No baseline was written: it would not hold all that there is.');
      return verdict.code;
    }
    const problem = await written.write(baselineText([...used, ...result.findings]));
    if (problem !== undefined) throw new SettingsError([`--write-baseline: ${problem}`]);
    return verdict.complete ? exitCode.done : exitCode.failed;
  } finally {
    stop.end();
  }
}
