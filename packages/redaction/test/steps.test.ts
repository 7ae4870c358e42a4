import {Session} from 'node:inspector/promises';

import fc from 'fast-check';
import {afterAll, beforeAll, expect, it} from 'vitest';

import {fuzzRuns} from '../../../scripts/fuzz-runs.ts';
import {filled, hostileParts} from './hostile-parts.ts';
import {redactText} from './redact-text.ts';

const session = new Session();

beforeAll(async () => {
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', {callCount: true, detailed: true});
});
afterAll(() => session.disconnect());

/** How many blocks of redaction's own code run: the same on any machine, however busy it is. */
async function stepsFor(text: string): Promise<number> {
  await session.post('Profiler.takePreciseCoverage');
  redactText({kind: 'ConfigMap', apiVersion: 'v1', data: {a: text}}, 'all');
  const {result} = await session.post('Profiler.takePreciseCoverage');
  return result
    .filter(({url}) => url.includes('/redaction/src/'))
    .flatMap(({functions}) => functions)
    .flatMap(({ranges}) => ranges)
    .reduce((sum, {count}) => sum + count, 0);
}

const length = 16_000;
/** For each letter; the worst of some thousands of texts took 59. */
const mostForEach = 120;

it('takes a bounded number of steps for each letter, whatever the text', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...hostileParts), {minLength: 1, maxLength: 3}),
      fc.constantFrom('', '{"a":"', 'a: |\n  ', 'kind: Secret\ndata:\n  a: '),
      async (parts, before) => {
        expect(await stepsFor(before + filled(parts.join(''), length))).toBeLessThan(length * mostForEach);
      },
    ),
    {numRuns: fuzzRuns(120), examples: hostileParts.map((part) => [[part], ''] as [string[], string])},
  );
}, 120_000);
