import {
  faultRows,
  faultTableRow,
  generateCluster,
  runFaultMatrix,
  startKubernetesApi,
} from '@firefly/sandbox';
import {expect, test} from 'vitest';

/** `pnpm faults` has many more rows: what every commit runs is what has `inTests`. */
test('the built collector meets the faults that every commit runs', {timeout: 240_000}, async () => {
  const objects = 300;
  await using api = await startKubernetesApi({cluster: generateCluster({objects})});
  const judgements = await runFaultMatrix({
    api: {url: api.url, ca: api.ca!, token: api.tokens['admin']!},
    objects,
    rows: faultRows.filter(({inTests}) => inTests),
    atOnce: 2,
    onJudgement: () => undefined,
  });
  const wrong = judgements.filter((judgement) => judgement.wrong.length > 0);
  expect(wrong.map(faultTableRow)).toEqual([]);
});
