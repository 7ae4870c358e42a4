import {execFile, spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

import {complete} from '../../src/completion/complete.ts';
import {commands} from '../../src/commands/command-table.ts';
import {main} from '../../src/main.ts';
import {createProcessContext} from '../create-process-context.ts';
import {builtCollector} from '../end-to-end/built-collector.ts';
import {type SharedCluster, startSharedCluster} from '../start-shared-cluster.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'firefly-completion-'));
let shared: SharedCluster;
let kubeconfig: string;

beforeAll(async () => {
  shared = await startSharedCluster();
  kubeconfig = shared.kubeconfig('admin');
  mkdirSync(join(folder, 'a-folder'));
  writeFileSync(join(folder, 'a-file'), '');
  for (const shell of ['bash', 'zsh', 'fish']) writeFileSync(join(folder, shell), await script(shell));
});

afterAll(async () => {
  rmSync(folder, {recursive: true, force: true});
  await shared[Symbol.asyncDispose]();
});

async function script(shell: string): Promise<string> {
  const process = createProcessContext();
  expect(await main(['completion', shell], process.context)).toBe(0);
  return process.stdout.text;
}

/** What is offered for the last word, by the program itself. */
async function offered(...words: readonly string[]): Promise<{kind: string; texts: string[]}> {
  const process = createProcessContext({KUBECONFIG: kubeconfig, HOME: folder});
  await complete(words, {process: process.context, commands, milliseconds: 20_000});
  const [kind = '', ...lines] = process.stdout.text.trimEnd().split('\n');
  return {kind, texts: lines.map((line) => line.split('\t')[0] ?? '')};
}

const texts = async (...words: readonly string[]) => (await offered(...words)).texts;

describe('offered are', () => {
  test('commands, and what may follow them', async () => {
    expect(await texts('')).toEqual([...commands.map(({name}) => name), 'help']);
    expect(await texts('--debug', '-config', 'check', 'ch')).toEqual(['check']);
    expect(await texts('completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(await texts('help', 'con')).toEqual(['config']);
    expect(await texts('check', '')).toEqual([]);
    expect(await offered('diff', 'before', '')).toMatchObject({kind: 'files'});
    expect(await texts('diff', 'before', 'after', '')).toEqual([]);
    expect(await texts('my-cluster', '')).toEqual([]);
    expect(await texts('--', '-')).toEqual([]);
  });

  test('flags of the command at hand, with one dash or two', async () => {
    expect(await texts('--dry')).toEqual(['--dry-run']);
    expect(await texts('-ext')).toEqual(['-external']);
    expect(await texts('types', '--col')).toEqual(['--collected']);
    expect(await texts('--col')).toEqual([]);
    expect(await texts('offboard', '--endp')).toEqual([]);
    expect(await texts('completion', '--')).toEqual(['--help', '--version']);
  });

  test('values: words, files, folders, and nothing where only the user can know', async () => {
    expect(await texts('--protocol', '')).toEqual(['auto', 'objects', 'fetching']);
    expect(await texts('--protocol=o')).toEqual(['--protocol=objects']);
    expect(await texts('types', '-o', 'wi')).toEqual(['wide']);
    expect(await texts('config', '-o', '')).toEqual(['table', 'json']);
    expect(await texts('--redact', 'env,last')).toEqual(['env,lastApplied']);
    expect(await texts('--redact', 'env,env')).toEqual([]);
    expect(await offered('-external', '')).toEqual({kind: 'files', texts: []});
    expect((await offered('scan', '--baseline', '')).kind).toBe('files');
    expect(await offered('--config=')).toEqual({kind: 'folders', texts: []});
    expect(await texts('--cluster-id', '')).toEqual([]);
    expect(await texts('--page-size', '')).toEqual([]);
  });

  test('what the kubeconfig and the cluster know, in the context that was typed before', async () => {
    const [context = ''] = await texts('--context', '');
    expect(context).not.toBe('');
    expect(await texts('--context', context, '--types', 'pods,deploym')).toEqual(['pods,deployments.apps']);
    expect(await texts('collect', `--namespace=team-00`)).toContain('--namespace=team-001');
    expect(await texts('types', '--group', 'co')).toContain('core');
  });

  test('nothing, in silence, where they cannot be asked', async () => {
    expect(await offered('--external', join(folder, 'nowhere'), '--context', '')).toEqual({
      kind: 'words',
      texts: [],
    });
    expect(await offered('--context', 'elsewhere', '--types', '')).toEqual({kind: 'words', texts: []});
    expect(await offered('--page-size', 'x', '--types', '')).toEqual({kind: 'words', texts: []});
  });
});

/** Runs a script in a shell with the built program; its output by lines. */
async function inShell(shell: string, ...words: readonly string[]): Promise<string[]> {
  builtCollector();
  const env = {PATH: '/usr/bin:/bin', HOME: folder, KUBECONFIG: kubeconfig, TERM: 'dumb'};
  const {stdout} = await run(shell, words, {cwd: folder, env});
  return stdout.split('\n').filter((line) => line !== '');
}

const missing = (shell: string) => spawnSync(shell, ['--version']).error !== undefined;

describe.skipIf(missing('bash'))('in bash (skipped where there is none)', () => {
  const inBash = async (...lines: readonly string[]) =>
    inShell(
      'bash',
      '--norc',
      '-uc',
      `source ./bash
      for COMP_LINE in "$@"; do
        COMP_POINT=\${#COMP_LINE}; _firefly_collector; printf '%s|' "\${COMPREPLY[@]-}"; echo
      done`,
      'bash',
      ...lines.map((line) => `firefly-collector ${line}`),
    );

  test('words, values behind = and :, files and folders', async () => {
    expect(
      await inBash(
        'ch',
        'types -o wi',
        '--protocol=o',
        '--redact env,last',
        '-external a-fi',
        '--config=a-',
        '--nope',
      ),
    ).toEqual(['check|', 'wide|', 'objects|', 'env,lastApplied|', 'a-file|', 'a-folder|', '|']);
  });
});

describe.skipIf(missing('zsh'))('in zsh (skipped where there is none)', () => {
  test('words with what they mean, files and folders', async () => {
    const stubs = `
      compdef() { }
      compadd() { print -r -- "words $texts / $shown" }
      compset() { }
      _files() { print -r -- "files $@" }
      source ./zsh
      ask() { words=(firefly-collector "$@"); CURRENT=$#words; PREFIX="\${words[CURRENT]}"; _firefly_collector }
      ask check; ask types -o wi; ask --redact env,last; ask -external ''; ask --config=; ask --nope`;
    expect(await inShell('zsh', '-fc', stubs)).toEqual([
      expect.stringMatching(/^words check \/ check {2}-- Find out whether/),
      'words wide / wide',
      'words env,lastApplied / env,lastApplied',
      'files ',
      'files -/',
    ]);
  });
});

describe.skipIf(missing('fish'))('in fish (skipped where there is none)', () => {
  test('words with what they mean, files and folders', async () => {
    const asked = ['ch', 'types -o wi', '--redact env,last', '-external a-fi', '--config=a-', '--nope'];
    const lines = await inShell(
      'fish',
      '--no-config',
      '-c',
      `source ./fish; for line in ${asked.map((line) => `'firefly-collector ${line}'`).join(' ')}; complete -C "$line"; end`,
    );
    expect(lines.map((line) => line.replaceAll('\t', ' '))).toEqual([
      expect.stringMatching(/^check Find out whether/),
      expect.stringMatching(/^wide/),
      expect.stringMatching(/^env,lastApplied/),
      expect.stringMatching(/^a-file/),
      expect.stringMatching(/^--config=a-folder\//),
    ]);
  });
});

test('another shell, or none, is told what there is', async () => {
  for (const words of [['completion'], ['completion', 'tcsh']]) {
    const process = createProcessContext();
    expect(await main(words, process.context)).toBe(2);
    expect(process.stderr.text).toContain('expected bash or zsh or fish');
  }
});
