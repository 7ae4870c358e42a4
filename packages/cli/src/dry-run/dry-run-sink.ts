import type {Sink} from '@firefly/core';
import {createFolderWriter} from '@firefly/k8s-source';

import type {CollectContext} from '../collect-context.ts';
import type {PreviewBuilder} from '../preview/create-preview.ts';
import {showPreview} from '../preview/show-preview.ts';
import {createDryRunSink} from './create-dry-run-sink.ts';
import {createGroupingSink} from './create-grouping-sink.ts';
import {dryRunLimits} from './dry-run-limits.ts';
import {dryRunStreams} from './dry-run-streams.ts';
import type {ItemWriter} from './item-writer.ts';
import {narrowingsOf} from './narrowings-of.ts';
import {openOutputDirectory} from './open-output-directory.ts';

/** Where a dry run's data goes: into a directory, into a preview, or both; else to standard output as one document. */
export function dryRunSink(context: CollectContext, preview?: PreviewBuilder): Sink {
  const {settings, output} = context;
  const {outputDir} = settings;
  if (outputDir !== undefined) openOutputDirectory(outputDir);
  const writers = [
    ...(outputDir === undefined ? [] : [folderWriter(context, outputDir)]),
    ...(preview === undefined ? [] : [previewWriter(context, preview)]),
  ];
  // What a run would send has trees in it, whether they are to be shown or not.
  const streams = dryRunStreams({...settings, trees: settings.trees || preview !== undefined});
  const limits = dryRunLimits(settings);
  if (writers.length === 0) return createDryRunSink({output, streams, limits});
  return createGroupingSink({streams, limits, writers});
}

function folderWriter({settings}: CollectContext, folder: string): ItemWriter {
  const writer = createFolderWriter(folder, () => narrowingsOf(settings));
  const streams = dryRunStreams(settings);
  return {
    ...writer,
    write: async (group, items) => (streams.has(group.stream) ? writer.write(group, items) : undefined),
  };
}

function previewWriter(context: CollectContext, preview: PreviewBuilder): ItemWriter {
  return {
    write: (group, items) => preview.write(group, items),
    commit: async (report) =>
      showPreview(preview.finish(report), context, context.preview ?? {by: 'type', format: 'table'}),
  };
}
