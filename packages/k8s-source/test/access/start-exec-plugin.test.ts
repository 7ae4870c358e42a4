import {once} from 'node:events';

import {describe, expect, test} from 'vitest';

import {startExecPlugin, type StartedPlugin} from '../../src/access/start-exec-plugin.ts';

const environment = {PATH: process.env['PATH']};

/** Ends with the plugin, and with everything that it started: pipes stay open as long as one of them lives. */
async function ended(plugin: StartedPlugin): Promise<string | undefined> {
  await once(plugin.process, 'close');
  return plugin.problem();
}

function shell(script: string, more: {signal?: AbortSignal; patience?: number} = {}): StartedPlugin {
  const {signal = new AbortController().signal, ...others} = more;
  return startExecPlugin('sh', ['-c', script], {environment, interactive: false, signal, ...others});
}

describe('a plugin that nobody can be asked by', () => {
  test('finds its standard input closed', async () => {
    const plugin = shell('read answer || echo none');
    expect(await ended(plugin)).toBeUndefined();
    expect(plugin.answer()).toBe('none\n');
  });

  test('has a while, and what it said is told', async () => {
    const plugin = shell('echo "Open https://login.example" >&2; exec sleep 300', {patience: 1});
    // Its words may come after its end was decided: the shell is slow to start.
    expect(await ended(plugin)).toMatch(/^gave no answer in 0\.001 s, and there is no terminal to ask/);
  });

  test('is stopped with all that it started', async () => {
    const controller = new AbortController();
    const plugin = shell('sleep 300 & echo ready; wait', {signal: controller.signal});
    plugin.process.stdout?.once('data', () => controller.abort());
    expect(await ended(plugin)).toBe('was stopped');
  });

  test('that does not want to end is ended', async () => {
    const controller = new AbortController();
    const plugin = shell('trap "" TERM; echo ready; while :; do sleep 300; done', {
      signal: controller.signal,
    });
    plugin.process.stdout?.once('data', () => controller.abort());
    expect(await ended(plugin)).toBe('was stopped');
  });

  test('may write 1 MiB', async () => {
    expect(await ended(shell('exec yes'))).toBe('wrote more than 1 MiB, expected an ExecCredential');
  });
});
