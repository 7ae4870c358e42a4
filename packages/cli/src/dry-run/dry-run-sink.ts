import type {Sink} from '@firefly/core';
import {defaults} from '@firefly/firefly-sink';
import {createFolderWriter} from '@firefly/k8s-source';

import type {CollectContext} from '../collect-context.ts';
import type {ScanStage} from '../scan/create-scan-stage.ts';
import {countNoun} from '../terminal/count-noun.ts';
import {createDryRunSink} from './create-dry-run-sink.ts';
import {createGroupingSink} from './create-grouping-sink.ts';
import {createSummaryWriter} from './create-summary-writer.ts';
import {dryRunStreams} from './dry-run-streams.ts';
import {narrowingsOf} from './narrowings-of.ts';
import {openOutputDirectory} from './open-output-directory.ts';

/** Where a dry run's data goes: into a directory, into a summary, or both; else to standard output as one document. */
export function dryRunSink({settings, output}: CollectContext, scan?: ScanStage): Sink {
  const {outputDir, summary, gzipLevel} = settings;
  const streams = dryRunStreams(settings);
  const pageBytes = settings.pageSize * 1000;
  const limits = {pageBytes, itemBytes: defaults.itemBytes};
  const width = output.isTTY === true ? (output.columns ?? 80) : Infinity;
  const footnote = () => scannedSentence(scan?.result.total.findings ?? 0);
  if (outputDir !== undefined) openOutputDirectory(outputDir);
  const writers = [
    ...(outputDir === undefined ? [] : [createFolderWriter(outputDir, () => narrowingsOf(settings))]),
    ...(summary
      ? [
          createSummaryWriter({
            output,
            width,
            pageBytes,
            gzipLevel: gzipLevel === 'auto' ? 1 : Number(gzipLevel),
            footnote,
          }),
        ]
      : []),
  ];
  if (writers.length === 0) return createDryRunSink({output, streams, limits});
  return createGroupingSink({streams, limits, writers});
}

function scannedSentence(findings: number): string {
  if (findings === 0) return 'Nothing in it looks like a secret.';
  return `${countNoun(findings, 'place')} in it look${findings === 1 ? 's' : ''} like a secret: firefly-collector scan lists where.`;
}
