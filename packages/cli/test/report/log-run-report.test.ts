import {Ajv2020} from 'ajv/dist/2020.js';
import fc from 'fast-check';
import {expect, test} from 'vitest';

import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import {createLog} from '../../src/logging/create-log.ts';
import {logLineSchema} from '../../src/logging/log-line-schema.ts';
import {logRunReport} from '../../src/report/log-run-report.ts';
import {createProcessContext} from '../create-process-context.ts';
import {report, troubled} from './reports.ts';

const validate = new Ajv2020({allErrors: true}).compile(logLineSchema);

async function lastLine(run: Parameters<typeof logRunReport>[0], whole = false) {
  const {context: process, stderr} = createProcessContext();
  const log = await createLog({process, clusterId: 'a-cluster-with-a-name-of-forty-characters'});
  logRunReport(run, log, {exitCode: 0, whole});
  const fields = JSON.parse(stderr.text) as Record<string, unknown>;
  expect([fields, validate(fields) ? undefined : validate.errors]).toEqual([fields, undefined]);
  return {fields, bytes: Buffer.byteLength(stderr.text)};
}

test('its level says whether somebody should look', async () => {
  const levelOf = async (run: Parameters<typeof logRunReport>[0]) => (await lastLine(run)).fields['level'];
  expect(await levelOf(report())).toBe('info');
  expect(await levelOf(report({warnings: ['One page went out uncompressed.']}))).toBe('info');
  expect(await levelOf(report({warnings: ['pods: a release is left out.']}))).toBe('warn');
  for (const part of ['readings', 'discoveryFailures', 'oversized'] as const)
    expect(await levelOf(report({[part]: troubled[part]}))).toBe('warn');
  expect(await levelOf(report({result: 'stopped'}))).toBe('warn');
  expect(await levelOf(report({result: 'failure'}))).toBe('error');
  for (const [code, level] of [
    ['too-early', 'info'],
    ['suspended', 'warn'],
    ['cluster-id-taken', 'warn'],
  ] as const)
    expect(await levelOf(report({result: 'not-this-time', code}))).toBe(level);
});

test('it counts what is missing, and what went out', async () => {
  const {fields} = await lastLine(troubled);
  expect(fields).toMatchObject({
    result: 'success',
    exitCode: 0,
    milliseconds: 3400,
    types: 1,
    items: 1207,
    bytes: 18_421_000,
    sentBytes: 1_842_000,
    requests: 16,
    retries: 0,
    missingTypes: 2,
    missingGroups: 1,
    missingItems: 1,
    warnings: 1,
    report: {result: 'success'},
  });
});

test('it holds the whole report on request', async () => {
  expect((await lastLine(troubled, true)).fields['report']).toEqual(troubled);
});

test('it is under 1 KB whatever is said, and still JSON', async () => {
  const sentence = fc.string({unit: 'grapheme', minLength: 0, maxLength: 3000});
  const property = fc.asyncProperty(
    sentence,
    fc.constantFrom('failure', 'success'),
    async (reason, result) => {
      const run = report({...troubled, result, reason, code: 'K8S_CREDENTIALS_REFUSED'});
      expect((await lastLine(run)).bytes).toBeLessThan(1024);
    },
  );
  await fc.assert(property, {numRuns: fuzzRuns(100)});
  expect((await lastLine(report({result: 'failure', reason: '\u0000"'.repeat(2000)}))).bytes).toBeLessThan(
    1024,
  );
});
