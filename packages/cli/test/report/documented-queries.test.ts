import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {raw} from 'jq-wasm';
import {expect, test} from 'vitest';

import {logRunReport} from '../../src/report/log-run-report.ts';
import {createLog} from '../../src/logging/create-log.ts';
import {createProcessContext} from '../create-process-context.ts';
import {troubled} from './reports.ts';

/** The jq programs of a page, in their order. */
function queriesOf(page: string): string[] {
  const text = readFileSync(join(import.meta.dirname, '../../../..', page), 'utf8');
  return [...text.matchAll(/\bjq (?:-[rc] )?'(select\([^']+)'/g)].map(([, query = '']) => query);
}

test('every query of the log that is documented says what it is to say', async () => {
  const {context: process, stderr} = createProcessContext();
  const log = await createLog({process, clusterId: 'my-cluster'});
  log.info('Run started');
  log.warn('Type not read completely', {
    type: 'secrets',
    outcome: 'failed',
    code: 'K8S_FORBIDDEN',
    detail: 'no',
  });
  log.warn('API group not discovered', {name: 'metrics.k8s.io/v1beta1', detail: 'dead'});
  logRunReport(troubled, log, {exitCode: 0, whole: true});
  const answers = [];
  for (const page of ['README.md', 'docs/troubleshooting.md', 'docs/logs.md'])
    for (const query of queriesOf(page))
      answers.push((await raw(stderr.text, query, ['-r'])).trim().split('\n'));
  expect(answers).toEqual([
    [expect.stringMatching(/^Firefly accepted 1,207 items/)],
    [
      'Type not read completely\tsecrets\tK8S_FORBIDDEN\tno',
      'API group not discovered\tmetrics.k8s.io/v1beta1\t\tdead',
    ],
    [
      expect.stringMatching(/^secrets\tfailed\tK8S_FORBIDDEN\t/),
      expect.stringMatching(/^configmaps\tpartial\t/),
    ],
    [
      expect.stringContaining('\tType not read completely\tno'),
      expect.stringContaining('\tAPI group not discovered\tdead'),
      expect.stringContaining('\tRun finished\tFirefly accepted'),
    ],
    expect.arrayContaining([expect.stringContaining('"missingTypes": 2')]),
  ]);
});
