import {statSync} from 'node:fs';

import {type Source, type Stage} from '@firefly/core';
import {createDocumentSource, type FolderRecord, readFolderRecord, ReplayError} from '@firefly/k8s-source';
import type {UserRules} from '@firefly/redaction';

import type {ReadingContext} from '../create-source.ts';
import {createPipeline} from '../create-pipeline.ts';
import {createStages} from '../create-stages.ts';
import {narrowingsOf} from '../dry-run/narrowings-of.ts';
import {namespacesOf} from '../settings/namespaces-of.ts';
import {wantsReleases} from '../settings/wants-releases.ts';
import {selectionOf} from '../settings/selection-of.ts';
import type {SideChoice} from './same-choice.ts';

/** One side of a comparison. */
export interface DiffSide extends SideChoice {
  /** What a folder tells of the run that wrote it. */
  readonly record?: FolderRecord;
  /** May be read more than once where it is a folder or a file. */
  open(): {readonly source: Source; readonly stages: readonly Stage[]};
}

/**
 * A folder or a file that a dry run wrote; without a path the cluster of the settings. What the settings take out is taken
 * out of both sides.
 *
 * @throws {ReplayError} where there is no such file, or what it tells of itself cannot be read.
 */
export async function createSide(
  path: string | undefined,
  context: ReadingContext,
  userRules: UserRules,
): Promise<DiffSide> {
  const {settings} = context;
  if (path === undefined)
    return {
      side: 'the cluster',
      narrowings: await narrowingsOf(settings),
      open: () => createPipeline(context, userRules),
    };
  if (isFile(path)) {
    const helmReleases = wantsReleases(settings);
    const options = {file: path, ...namespacesOf(settings), helmReleases, ...selectionOf(settings)};
    return {
      side: path,
      narrowings: [],
      open: () => ({source: createDocumentSource(options), stages: createStages(settings, userRules)}),
    };
  }
  const record = await readFolderRecord(path);
  // A dry run reads parts, too; whether the two are alike is looked at before.
  const own = {...context, settings: {...settings, fromDir: path, dryRun: true}};
  return {side: path, narrowings: record.narrowings, record, open: () => createPipeline(own, userRules)};
}

function isFile(path: string): boolean {
  try {
    return !statSync(path).isDirectory();
  } catch (error) {
    throw ReplayError.of(path, error);
  }
}
