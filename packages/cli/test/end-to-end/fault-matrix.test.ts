import {
  faultRows,
  faultTableRow,
  generateCluster,
  runFaultMatrix,
  startKubernetesApi,
} from '@firefly/sandbox';
import {expect, test} from 'vitest';

import {isTestingAll} from '../../../../scripts/is-testing-all.ts';

/** `pnpm faults` has many more rows: what every commit runs is what has `inTests`. */
test('the built collector meets the faults that every commit runs', async () => {
  const objects = 300;
  const rows = faultRows.filter(({inTests}) => inTests);
  await using api = await startKubernetesApi({cluster: generateCluster({objects})});
  const judgements = await runFaultMatrix({
    api: {url: api.url, ca: api.ca!, token: api.tokens['admin']!},
    objects,
    rows: isTestingAll ? rows : rows.map((row) => ({...row, contracts: ['fetching']})),
    atOnce: 2,
    onJudgement: () => undefined,
  });
  const wrong = judgements.filter((judgement) => judgement.wrong.length > 0);
  expect(wrong.map(faultTableRow)).toEqual([]);
});
