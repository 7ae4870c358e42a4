import {join} from 'node:path';

import type {FolderNarrowing} from './folder-narrowing.ts';
import {readJson} from './read-json.ts';
import type {RecordedReport} from './recorded-gaps.ts';

/** What a dry run wrote of itself beside the objects. */
export interface FolderRecord {
  readonly report: RecordedReport;
  /** All that made the folder less than its cluster, how the run ended included. */
  readonly narrowings: readonly FolderNarrowing[];
}

/**
 * Reads `report.json` and `narrowed-by.json`; files of kubectl have neither, and do not tell. A dry run writes the second
 * first and the report last: where that lacks, it was ended in between.
 *
 * @throws {ReplayError} where one of the two cannot be read.
 */
export async function readFolderRecord(folder: string): Promise<FolderRecord> {
  const recorded = await readJson<readonly FolderNarrowing[] | undefined>(
    join(folder, 'narrowed-by.json'),
    undefined,
  );
  const report = await readJson<RecordedReport>(join(folder, 'report.json'), {});
  const {result = recorded === undefined ? 'success' : 'unfinished'} = report;
  return {report, narrowings: [...(recorded ?? []), ...(result === 'success' ? [] : [{result}])]};
}
