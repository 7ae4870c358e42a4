import {mkdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';

import {expect, test} from 'vitest';

import {createDirectory, createMountedDirectory} from './create-directory.ts';
import {load, problemsOf} from './load.ts';

test('reads a ConfigMap as kubelet mounts it', () => {
  const directory = createMountedDirectory({'collector.listLimit': '250\n', endpoint: 'https://example.com'});
  const {entries, values, warnings} = load({directory});
  expect(values.listLimit).toBe(250);
  expect(entries.endpoint.origin).toBe(join(directory, 'endpoint'));
  expect(warnings).toEqual([]);
});

test('matches keys without regard to case: both spellings of overrideUniqueClusterId', () => {
  for (const name of ['collector.overrideUniqueClusterId', 'collector.OverrideUniqueClusterId']) {
    expect(load({files: {[name]: 'true'}}).values.overrideUniqueClusterId).toBe(true);
  }
});

test('of two spellings the documented one wins, and the other is named', () => {
  const directory = createDirectory({
    'collector.OverrideUniqueClusterId': 'true',
    'collector.overrideUniqueClusterId': 'false',
  });
  const {values, warnings} = load({directory});
  expect(values.overrideUniqueClusterId).toBe(false);
  expect(warnings).toEqual([
    `${directory}/collector.OverrideUniqueClusterId is ignored: ${directory}/collector.overrideUniqueClusterId is the same setting.`,
  ]);
});

test('names the nearest known key of an unknown one', () => {
  const directory = createDirectory({'collector.PageSise': '5', 'collector.zzzzzzzzzz': '1'});
  expect(load({directory}).warnings.toSorted()).toEqual([
    `${directory}/collector.PageSise is not a known setting and is ignored; did you mean collector.PageSize?`,
    `${directory}/collector.zzzzzzzzzz is not a known setting and is ignored.`,
  ]);
});

test('leaves files of others alone, but not a slip in a name', () => {
  const directory = createDirectory({'README.md': 'x', '.gitignore': 'x', endpont: 'https://example.com'});
  expect(load({directory}).warnings).toEqual([
    `${directory}/endpont is not a known setting and is ignored; did you mean endpoint?`,
  ]);
});

test('passes over folders and links that lead nowhere', () => {
  const directory = createDirectory({});
  mkdirSync(join(directory, 'endpoint'));
  symlinkSync('gone', join(directory, 'collector.PageSize'));
  expect(load({directory}).values.pageSize).toBe(1200);
});

test('does without the default directory, not without a named one', () => {
  expect(load({directory: '/no/such/directory'}).values.pageSize).toBe(1200);
  expect(problemsOf({words: ['-config', '/no/such/directory']})).toEqual([
    '--config: there is no directory /no/such/directory; expected a directory with one file for each setting.',
  ]);
});

test('says so when a named directory is a file', () => {
  const directory = createDirectory({endpoint: 'https://example.com'});
  const file = join(directory, 'endpoint');
  expect(problemsOf({words: ['-config', file]})).toEqual([
    `${file} cannot be read (ENOTDIR); expected a directory of readable files.`,
  ]);
});
