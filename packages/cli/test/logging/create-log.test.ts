import {masker, version} from '@firefly/core';
import {expect, test} from 'vitest';

import {createLog} from '../../src/logging/create-log.ts';
import {CaptureStream} from '../capture-stream.ts';
import {createProcessContext} from '../create-process-context.ts';

async function logged({
  readable,
  color,
  debug = false,
}: {
  readable?: boolean;
  color?: boolean;
  debug?: boolean;
}) {
  const lines: string[] = [];
  const environment: Record<string, string> = color === true ? {FORCE_COLOR: '1'} : {NO_COLOR: '1'};
  const {context: process} = createProcessContext(environment);
  const format = readable === true ? 'text' : 'auto';
  const print = (line: string) => lines.push(line);
  return {log: await createLog({process, clusterId: 'my-cluster', format, debug, print}), lines};
}

const identity = {clusterId: 'my-cluster', runId: '0123456789abcdef', version};

test('one JSON line each: level, time, cluster, run and version, fields, message', async () => {
  const {log, lines} = await logged({});
  log.warn('Type not read completely', {type: 'secrets', detail: 'forbidden'});
  log.info('Receiver ready');
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    {
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      ...identity,
      type: 'secrets',
      detail: 'forbidden',
      msg: 'Type not read completely',
    },
    {level: 'info', time: expect.any(String), ...identity, msg: 'Receiver ready'},
  ]);
  expect(lines.every((line) => line.endsWith('}\n'))).toBe(true);
});

test('debug lines only when asked for', async () => {
  const quiet = await logged({});
  const unseen = {
    get type(): string {
      throw new Error('nobody looks at the fields of a line that is not printed');
    },
  };
  quiet.log.debug('Request', unseen);
  expect(quiet.lines).toEqual([]);
  const loud = await logged({debug: true});
  loud.log.debug('Request');
  expect(loud.lines).toHaveLength(1);
});

test('credentials are taken out of messages, names and values of fields alike', async () => {
  masker.protect('hush-4-ever');
  for (const readable of [false, true]) {
    const {log, lines} = await logged({readable});
    log.error('It said hush-4-ever', {
      detail: 'hush-4-ever',
      nested: {'hush-4-ever': ['Bearer hush-4-ever']},
    });
    expect(lines.join('')).not.toContain('hush');
    expect(lines.join('')).toContain('It said ***');
  }
});

test('nothing of a name acts on the screen, or ends a line', async () => {
  const name = 'a\u001B[2J\nb\u202Ec\u0085';
  const json = await logged({});
  json.log.warn('Left out', {detail: name});
  expect(json.lines[0]).toContain(String.raw`"detail":"a\u001b[2J\nb\u202ec\u0085"`);
  expect(JSON.parse(json.lines[0] ?? '')).toMatchObject({detail: name});
  const readable = await logged({readable: true});
  readable.log.warn('Left out', {detail: name, nested: {name}});
  expect(readable.lines.join('')).toContain(String.raw`a\u001b[2J\nb\u202ec\u0085`);
  expect(readable.lines.join('').trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('readable lines show the detail after the message, other fields behind, colors only when wanted', async () => {
  const plain = await logged({readable: true});
  plain.log.warn('Warning', {detail: 'the disk is full', type: 'pods'});
  expect(plain.lines.join('')).toMatch(
    /^\[\d\d:\d\d:\d\d\] WARN: Warning: the disk is full \{"type":"pods"\}\n$/,
  );
  const colored = await logged({readable: true, color: true});
  colored.log.warn('Warning');
  expect(colored.lines.join('')).toContain('\u001B[');
});

test('warnings of one kind are bounded, those of another come all the same', async () => {
  const {log, lines} = await logged({});
  for (let count = 0; count < 1000; count++) log.warn('Type not read completely', {type: `type-${count}`});
  log.warn('Warning');
  expect(lines).toHaveLength(102);
  expect(JSON.parse(lines[100] ?? '')).toMatchObject({
    msg: 'Type not read completely',
    detail: 'More of these are not shown; the report has them all.',
  });
});

test('without a word about the format, a terminal decides', async () => {
  const terminal = createProcessContext({NO_COLOR: '1'}, new CaptureStream(80));
  (await createLog({process: terminal.context})).info('Receiver ready');
  (await createLog({process: terminal.context, format: 'json'})).info('Receiver ready');
  expect(terminal.stderr.text).toMatch(/^\[.*\] INFO: Receiver ready\n\{"level":"info",.*\}\n$/);
});
