import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';

import {version} from '@firefly/core';
import {expect, onTestFinished, test} from 'vitest';

const program = fileURLToPath(new URL('stalling-program.ts', import.meta.url));

async function run(fault: string) {
  const child = spawn(process.execPath, [program, fault], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return {code, text};
}

test.each([
  ['stall', 'nothing is under way'],
  ['uncaught', 'Nobody expected this'],
  ['unhandled', 'Nobody expected this'],
])('a run that meets a fault (%s) ends with exit 1, its report, and the sink told', async (fault, reason) => {
  const {code, text} = await run(fault);
  expect(text).not.toMatch(/^\s*at .*[/:]/m);
  const {msg, report} = JSON.parse(text.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
  expect(msg).toBe('Run finished');
  expect(report).toMatchObject({
    result: 'failure',
    code: 'CORE_FAULT',
    reason: expect.stringContaining(reason),
    warnings: ['The sink saw: open, abort'],
  });
  expect(code).toBe(1);
});

test('where no run is under way, one sentence and exit 1', async () => {
  const {code, text} = await run('outside');
  expect(code).toBe(1);
  expect(text).toMatch(/^[^\n]*\n$/);
  expect(JSON.parse(text)).toMatchObject({
    level: 'error',
    time: expect.stringMatching(/Z$/),
    runId: expect.stringMatching(/^[\da-f]{16}$/),
    version,
    msg: expect.stringMatching(/^The collector itself is at fault: /),
  });
});

test('a signal that comes before the run listens is the run’s: it ends with its report', async () => {
  const {code, text} = await run('early');
  const {report} = JSON.parse(text.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
  expect(report).toMatchObject({result: 'stopped', code: 'CLI_STOPPED'});
  expect(code).toBe(143);
});

test('a signal to what never listens ends it', async () => {
  expect(await run('unheard')).toEqual({code: 143, text: ''});
});
