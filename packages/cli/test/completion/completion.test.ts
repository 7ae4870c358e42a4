import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';

import {main} from '../../src/main.ts';
import {createProcessContext} from '../create-process-context.ts';

async function script(shell: string): Promise<string> {
  const process = createProcessContext();
  expect(await main(['completion', shell], process.context)).toBe(0);
  return process.stdout.text;
}

/** What bash offers where the last word is being typed. */
async function complete(...words: readonly string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-completion-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  writeFileSync(join(folder, 'script.bash'), await script('bash'));
  writeFileSync(join(folder, 'a-file'), '');
  const call = `
    source ./script.bash
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    _firefly_collector
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const text = execFileSync('bash', ['--norc', '-uc', call, 'bash', 'firefly-collector', ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: {PATH: '/usr/bin:/bin'},
  });
  return text.split('\n').filter((line) => line !== '');
}

describe('bash completes', () => {
  test('commands', async () => {
    expect(await complete('')).toEqual(['onboard', 'offboard', 'check', 'types', 'config', 'completion']);
    expect(await complete('--debug', 'ch')).toEqual(['check']);
    expect(await complete('completion', '')).toEqual(['bash', 'zsh']);
  });

  test('flags, with one dash or two, and those of a command with it alone', async () => {
    expect(await complete('--dry')).toEqual(['--dry-run']);
    expect(await complete('-ext')).toEqual(['-external']);
    expect(await complete('types', '--col')).toEqual(['--collected']);
    expect(await complete('--col')).toEqual([]);
    expect(await complete('--')).toEqual(expect.arrayContaining(['--external', '--help', '--report']));
  });

  test('values: words, files, and nothing where only the user can know', async () => {
    expect(await complete('--protocol', '')).toEqual(['auto', 'objects', 'fetching']);
    expect(await complete('types', '--output', 'wi')).toEqual(['wide']);
    expect(await complete('config', '--output', '')).toEqual(['table', 'json']);
    expect(await complete('-external', 'a-')).toEqual(['a-file']);
    expect(await complete('--cluster-id', '')).toEqual([]);
  });
});

test('the script for zsh describes the same commands and flags', async () => {
  const zsh = await script('zsh');
  expect(zsh).toMatch(/^#compdef firefly-collector\n/);
  expect(zsh).toContain("'check:Find out whether");
  expect(zsh).toContain("'--collected:Only what would be collected.'");
  expect(zsh).toContain("'onboard:Create this cluster'\\''s integration");
  expect(zsh).toContain('(types:-output|types:--output) compadd -- table wide json yaml name; return ;;');
});

test('another shell, or none, is told what there is', async () => {
  for (const words of [['completion'], ['completion', 'fish']]) {
    const process = createProcessContext();
    expect(await main(words, process.context)).toBe(2);
    expect(process.stderr.text).toContain('expected bash or zsh');
  }
});
