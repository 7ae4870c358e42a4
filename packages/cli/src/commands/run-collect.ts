import {type RunProgress, showJson} from '@firefly/core';

import {collect as collectCluster} from '../collect.ts';
import type {Collect} from '../collect-context.ts';
import {exitCode, exitCodeOfReport} from '../exit-code.ts';
import {createLog, isReadable} from '../logging/create-log.ts';
import {logRunStart} from '../logging/log-run-start.ts';
import {formatRunReport} from '../report/format-run-report.ts';
import {writeOutput} from '../output/write-output.ts';
import {openReportFile} from '../report/report-file.ts';
import {reportSentence} from '../report/report-sentence.ts';
import {writeTerminationMessage} from '../report/write-termination-message.ts';
import {refuseDryRunSettings} from '../settings/refuse-dry-run-settings.ts';
import {logRunReport} from '../report/log-run-report.ts';
import {loadSettings} from '../settings/load-settings.ts';
import {requiredSettings} from '../settings/required-settings.ts';
import {stopOnSignals} from '../stop-on-signals.ts';
import {progressText} from '../terminal/progress-text.ts';
import {openTelemetry} from '../telemetry/open-telemetry.ts';
import {canRedraw} from '../terminal/can-redraw.ts';
import {createRunEstimate, type RunEstimate} from '../terminal/run-estimate.ts';
import {createStatusLine, type StatusLine} from '../terminal/status-line.ts';
import {useColor} from '../terminal/use-color.ts';
import {previewRequest} from '../preview/preview-request.ts';
import {waitForStart} from '../wait-for-start.ts';
import type {CommandContext, TerminalStream} from './command-context.ts';

/**
 * Collects a cluster: settings, run, report. Resolves with the exit code.
 *
 * @throws {SettingsError} when settings do not fit or are missing, before anything is contacted.
 */
export async function runCollect(
  context: CommandContext,
  collect: Collect = collectCluster,
): Promise<number> {
  const {environment, runId, stdout, stderr} = context.process;
  const {
    values: settings,
    entries,
    warnings,
  } = loadSettings({
    environment,
    flags: context.settings,
    required: requiredSettings(context.settings),
  });

  refuseDryRunSettings(settings);
  const {clusterId, debug, logFormat: format} = settings;
  const isTerminal = stderr.isTTY === true && isReadable({process: context.process, format});
  const isDrawn = isTerminal && canRedraw(context.process, settings);
  const status = createStatusLine(stderr, isDrawn);
  const print = (line: string) => status.print(line);
  const log = await createLog({process: context.process, clusterId, format, debug, print});
  const reportFile = openReportFile(settings.report, stdout);
  const preview = previewRequest(context, {values: settings, entries});
  // A person at a terminal has just typed it.
  if (!isTerminal) logRunStart(entries, log);
  for (const warning of warnings) log.warn('Questionable configuration', {detail: warning});

  const telemetry = settings.dryRun ? undefined : openTelemetry(environment);
  for (const detail of telemetry?.problems ?? []) log.warn('Questionable configuration', {detail});
  const stop = stopOnSignals(context.process);
  const estimate = createRunEstimate();
  let drawing: NodeJS.Timeout | undefined;
  try {
    await waitForStart(settings, {log, signal: stop.signal});
    const report = await collect({
      settings,
      environment,
      log,
      runId,
      signal: stop.signal,
      output: stdout,
      preview,
      started(progress) {
        if (isDrawn) drawing = drawProgress(progress, {status, estimate, stream: stderr});
      },
      ...(telemetry === undefined ? {} : {observer: telemetry.observer}),
      listed(progress) {
        estimate.listed(progress);
        telemetry?.listed(progress);
      },
    });
    clearInterval(drawing);
    status.end();
    if (report.code === 'CLI_OUTPUT_CLOSED') return exitCode.done;
    writeTerminationMessage([reportSentence(report)]);
    const problem = await reportFile?.write(showJson(report, 2));
    if (problem !== undefined) log.error('Report not written', {detail: problem});
    const ended = exitCodeOfReport(report, {strict: settings.strict, stoppedBy: stop.stoppedBy});
    const code = ended === exitCode.done && problem !== undefined ? exitCode.failed : ended;
    const untold = await telemetry?.send({
      report,
      exitCode: code,
      clusterId,
      isStopped: stop.stoppedBy !== undefined,
    });
    for (const detail of untold ?? []) log.warn('Telemetry not sent', {detail});
    let text = '';
    if (isTerminal) {
      const color = useColor(isTerminal, environment);
      text = formatRunReport(report, {width: stderr.columns ?? 80, color, table: !settings.summary});
    } else {
      logRunReport(report, log, {exitCode: code, whole: settings.reportInLog});
    }
    const isTold = await writeOutput(stderr, text).then(
      () => true,
      () => reportFile !== undefined && problem === undefined,
    );
    return code === exitCode.done && !isTold ? exitCode.failed : code;
  } finally {
    clearInterval(drawing);
    status.end();
    stop.end();
  }
}

interface Drawing {
  readonly status: StatusLine;
  readonly estimate: RunEstimate;
  readonly stream: TerminalStream;
}

function drawProgress(progress: RunProgress, {status, estimate, stream}: Drawing): NodeJS.Timeout {
  const started = performance.now();
  const draw = () => {
    const milliseconds = performance.now() - started;
    const [share, isRead] = [estimate.share(progress), estimate.isRead(progress)];
    status.update(progressText(progress, {milliseconds, share, isRead, columns: stream.columns ?? 80}));
  };
  return setInterval(draw, 100).unref();
}
