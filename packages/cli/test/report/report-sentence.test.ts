import {expect, test} from 'vitest';

import {logRunReport} from '../../src/report/log-run-report.ts';
import {reportSentence} from '../../src/report/report-sentence.ts';
import {reading, report, troubled} from './reports.ts';

test.each([
  [{result: 'failure', reason: 'Firefly cannot be reached.'}, 'The run failed: Firefly cannot be reached.'],
  [{result: 'stopped', reason: 'SIGTERM was received.'}, 'The run was stopped: SIGTERM was received.'],
  [
    {result: 'not-this-time', reason: 'Firefly is busy with another fetching (425).'},
    'Nothing was collected this time: Firefly is busy with another fetching (425).',
  ],
  [
    {protocol: 'dry-run'},
    'Dry run: nothing was sent; it took 3.4 s to read 1,207 items of 3 types (18.4 MB).',
  ],
  [
    {readings: [reading('pods', {items: 1})], streams: [], milliseconds: 5},
    'Firefly accepted 0 items of 1 type in 0 requests (0 B); the run took 5 ms.',
  ],
  [
    {
      protocol: 'dry-run',
      discoveryFailures: [
        {subject: 'file', name: 'bad.json', message: 'why'},
        {subject: 'file', name: 'pods.ndjson', message: 'why'},
        {subject: 'folder', name: 'report.json', message: 'why'},
        {subject: 'group', name: 'apps/v1', message: 'why'},
      ],
    },
    'Dry run: nothing was sent; it took 3.4 s to read 1,207 items of 3 types (18.4 MB). ' +
      '1 API group could not be discovered, 2 files could not be read, ' +
      '1 gap left by the run that wrote the folder. First: bad.json: why.',
  ],
] as const)('%j', (over, sentence) => {
  expect(reportSentence(report(over))).toBe(sentence);
});

test('the last log line has the sentence and the whole report, at the level that fits', () => {
  const lines: [string, string, unknown][] = [];
  const at = (level: string) => (message: string, fields?: unknown) => lines.push([level, message, fields]);
  const log = {debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error')};
  for (const result of ['success', 'stopped', 'failure'] as const) logRunReport({...troubled, result}, log);
  for (const code of ['too-early', 'suspended', 'cluster-id-taken'])
    logRunReport({...troubled, result: 'not-this-time', code}, log);
  expect(lines.map(([level]) => level)).toEqual(['info', 'warn', 'error', 'info', 'warn', 'warn']);
  expect(lines[0]?.slice(1)).toEqual(['Run finished', {detail: reportSentence(troubled), report: troubled}]);
});
