import {createMemorySink, createMemorySource, runCollection} from '@firefly/core';
import {Ajv2020} from 'ajv/dist/2020.js';
import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';

import {CaptureStream} from '../capture-stream.ts';
import {openReportFile} from '../../src/report/report-file.ts';
import {runReportSchema} from '../../src/report/run-report-schema.ts';
import {writeTerminationMessage} from '../../src/report/write-termination-message.ts';
import {report} from './reports.ts';

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-report-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  return join(folder, 'report.json');
}

const validate = new Ajv2020({allErrors: true}).compile(runReportSchema);
const errorsOf = (value: unknown) => (validate(JSON.parse(JSON.stringify(value))) ? [] : validate.errors);

test('the published schema is what the code says', () => {
  const published = readFileSync(
    join(import.meta.dirname, '../../../../docs/run-report.schema.json'),
    'utf8',
  );
  expect(published).toBe(`${JSON.stringify(runReportSchema, null, 2)}\n`);
});

test('the report of every run fits the schema, and nothing else does', async () => {
  const type = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};
  const source = createMemorySource({
    types: [{type, objects: ['{"kind":"Pod","metadata":{"name":"a"}}']}],
    cluster: {uid: 'u', serverVersion: 'v1'},
    failures: [{subject: 'group', name: 'a/v1', message: 'dead'}],
  });
  const {signal} = new AbortController();
  expect(errorsOf(await runCollection({source, sink: createMemorySink(), signal}))).toEqual([]);
  expect(
    errorsOf(await runCollection({source, sink: createMemorySink({limits: {itemBytes: 3}}), signal})),
  ).toEqual([]);
  expect(
    errorsOf(await runCollection({source, sink: createMemorySink({notThisTime: 'later'}), signal})),
  ).toEqual([]);
  const stopped = AbortSignal.abort(new Error('stopped'));
  expect(errorsOf(await runCollection({source, sink: createMemorySink(), signal: stopped}))).toEqual([]);
  expect(errorsOf(report())).toEqual([]);
  expect(errorsOf({...report(), surplus: 1})).not.toEqual([]);
  expect(errorsOf({...report(), result: 'perhaps'})).not.toEqual([]);
  const {readings: _, ...without} = report();
  expect(errorsOf(without)).not.toEqual([]);
});

test('the last words of a container fit into what the kubelet reads, and go nowhere else', () => {
  const file = newFile();
  writeTerminationMessage(['too early'], file);
  expect(() => readFileSync(file)).toThrow('ENOENT');
  writeFileSync(file, '');
  writeTerminationMessage(['The run failed:\u0007 no.', 'Why?'], file);
  expect(readFileSync(file, 'utf8')).toBe('The run failed:\\u0007 no.\nWhy?');
  writeTerminationMessage(['ü'.repeat(4000)], file);
  expect(readFileSync(file)).toHaveLength(4096);
});

test('the file of a report is tried first, and keeps its content until there is a new one', async () => {
  const file = newFile();
  openReportFile(file, new CaptureStream());
  expect(statSync(file).mode & 0o777).toBe(0o600);
  writeFileSync(file, 'old');
  const opened = openReportFile(file, new CaptureStream());
  expect(readFileSync(file, 'utf8')).toBe('old');
  await opened?.write('new');
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(openReportFile(undefined, new CaptureStream())).toBeUndefined();
  const nowhere = join(file, '../nowhere/report.json');
  expect(() => openReportFile(nowhere, new CaptureStream())).toThrow(
    `--report: ${nowhere} cannot be written (ENOENT)`,
  );
});
