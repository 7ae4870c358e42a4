import {existsSync, readFileSync, statSync} from 'node:fs';
import {Agent, request} from 'undici';
import {describe, expect, test} from 'vitest';
import {SandboxProcess} from './sandbox-process.ts';

interface Started {
  url: string;
  kubeconfig: string;
  token: string;
  ca: string;
  objects: number;
  firefly?: {url: string; accessKey: string; secretKey: string; configuration: string};
}

describe('the command', () => {
  test('tells in one line of JSON where it listens, and cleans up at SIGTERM', async () => {
    await using sandbox = new SandboxProcess('--json', '--objects', '700', '--user', 'admin');
    const started = JSON.parse(await sandbox.firstLine()) as Started;
    const {url, kubeconfig, token, ca, objects, firefly} = started;
    expect(objects).toBe(700);
    expect(JSON.parse(readFileSync(kubeconfig, 'utf8'))).toMatchObject({
      clusters: [{cluster: {server: url}}],
    });
    expect(statSync(kubeconfig).mode & 0o777).toBe(0o600);
    expect(readFileSync(`${firefly!.configuration}/endpoint`, 'utf8')).toBe(firefly!.url);

    const dispatcher = new Agent({connect: {ca}});
    const headers = {authorization: `Bearer ${token}`};
    const list = await request(`${url}/api/v1/pods?limit=1`, {dispatcher, headers});
    expect([list.statusCode, await list.body.json()]).toMatchObject([200, {kind: 'PodList'}]);
    await dispatcher.destroy();

    expect(await sandbox.end('SIGTERM')).toBe(0);
    expect(sandbox.stdout.split('\n')).toHaveLength(2);
    expect(sandbox.stderr).toBe('');
    expect(existsSync(kubeconfig)).toBe(false);
  });

  test.each([
    [['--objects', 'many'], '--objects must be a whole number.'],
    [['--objcts', '5'], 'Unknown argument: objcts'],
    [['--objects', '5'], 'The sandbox could not start: 5 objects are too few'],
  ])('refuses %j in one sentence', async (flags, sentence) => {
    await using sandbox = new SandboxProcess(...flags);
    expect(await sandbox.end()).toBe(1);
    expect(sandbox.stderr).toContain(sentence);
    expect(sandbox.stderr).not.toContain('    at ');
  });
});
