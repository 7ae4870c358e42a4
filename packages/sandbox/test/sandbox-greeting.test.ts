import {execFile} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';

import {sandboxGreeting} from '../src/sandbox-greeting.ts';
import {SandboxProcess} from './kubernetes/sandbox-process.ts';

const run = promisify(execFile);

test('the sandbox prints commands that run as printed, and its folder leads nowhere else', async () => {
  await using sandbox = new SandboxProcess('--objects', '500', '--no-tls');
  const greeting = await sandbox.said('Stop with');
  expect(greeting).toMatch(
    /^Kubernetes API {2}http:\/\/127\.0\.0\.1:\d+ {2}\(500 objects; user collector\)$/m,
  );
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
  expect(await sandbox.end('SIGINT')).toBe(0);
});

test('without Firefly it prints no command that collects', () => {
  const text = sandboxGreeting({url: 'http://127.0.0.1:1', kubeconfig: '/tmp/k', user: 'admin', objects: 7});
  expect(text).toMatch(/firefly-collector\.mjs collect -external \/tmp\/k -dry-run --summary sandbox\n/);
  expect(text).not.toContain('FIREFLY_ACCESS_KEY');
});
