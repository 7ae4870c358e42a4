import {execFile} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';

import {SandboxProcess} from './kubernetes/sandbox-process.ts';

const run = promisify(execFile);

test('the sandbox prints commands that run as printed, and its folder leads nowhere else', async () => {
  await using sandbox = new SandboxProcess('--objects', '500');
  const greeting = await sandbox.said('Stop with');
  // A command may go on in a second line; that of kubectl needs kubectl.
  const commands = [...greeting.matchAll(/^ {2}((?:.*\\\n)?.*)$/gm)].map(([, command = '']) => command);
  const [look, ...collector] = commands;
  expect(look).toContain('kubectl');
  const env = {PATH: '/usr/bin:/bin', HOME: tmpdir()};
  const outputs = [];
  for (const command of collector) outputs.push(await run('sh', ['-c', command], {env}));
  expect(outputs).toMatchObject([
    {stdout: expect.stringMatching(/^Sum +\d/m)},
    {stderr: expect.stringContaining('Firefly accepted')},
  ]);

  const folder = /-config (\S+)/.exec(greeting)?.[1] ?? '';
  const endpoints = readdirSync(folder).toSorted();
  expect(endpoints).toEqual(['appApiEndpoint', 'endpoint', 'loginEndpoint']);
  for (const name of endpoints)
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});
