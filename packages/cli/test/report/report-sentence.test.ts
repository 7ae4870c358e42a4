import {expect, test} from 'vitest';

import {reportSentence} from '../../src/report/report-sentence.ts';
import {reading, report} from './reports.ts';

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
