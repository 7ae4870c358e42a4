import fc from 'fast-check';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';

import {anyCharacter} from '../../../../scripts/any-character.ts';
import {createFolderWriter} from '../../src/folder/create-folder-writer.ts';
import {objectsFile} from '../../src/folder/objects-file.ts';
import {createOutputFiles} from '../../src/folder/output-files.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-output-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
}

const bytes = (text: string) => Buffer.from(text);
const objects = (name: string) => objectsFile({name, stream: 'objects'});

describe('the name of a file', () => {
  test.each([
    ['pods', 'pods.ndjson'],
    ['deployments.apps', 'deployments.apps.ndjson'],
    ['../../escaped.x.example.com', '%2e.%2f..%2fescaped.x.example.com.ndjson'],
    ['evil.x/../../../escaped', 'evil.x%2f..%2f..%2f..%2fescaped.ndjson'],
    [String.raw`..\..\escaped`, '%2e.%5c..%5cescaped.ndjson'],
    ['..', '%2e%2e.ndjson'],
    ['', '.ndjson'],
    ['/etc/passwd', '%2fetc%2fpasswd.ndjson'],
    ['.hidden', '%2ehidden.ndjson'],
    ['con', '%63on.ndjson'],
    ['aux.example.com', '%61ux.example.com.ndjson'],
    ['Pods', '%50ods.ndjson'],
    ['%50ods', '%2550ods.ndjson'],
    ['helm-releases', '%68elm-releases.ndjson'],
    ['a\nb\u001B[2J\0', 'a%0ab%1b%5b2%4a%00.ndjson'],
    ['ü:*?', '%c3%bc%3a%2a%3f.ndjson'],
  ])('of %j', (name, expected) => {
    expect(objects(name)).toBe(expected);
  });

  test('is one of its directory, short enough, and no other type has it, whatever a server says', () => {
    const anyName = fc.oneof(
      fc.string({unit: anyCharacter, maxLength: 300}),
      fc.stringMatching(/^[a-zA-Z.%/]{1,4}$/),
      fc.constantFrom('x'.repeat(300), `${'x'.repeat(300)}y`, '\u{1F600}'.repeat(100)),
    );
    fc.assert(
      fc.property(anyName, anyName, (one, other) => {
        const name = objects(one);
        expect(name).toMatch(/^[a-z\d%-][a-z\d.%-]*\.ndjson$|^\.ndjson$/);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
        if (one.toWellFormed() !== other.toWellFormed()) expect(name).not.toBe(objects(other));
      }),
    );
  });

  test('of another stream is its own', () => {
    expect(objectsFile({name: 'helm-releases', stream: 'helmReleases'})).toBe('helm-releases.ndjson');
  });
});

test('whatever a type is called, all of it lies in the directory', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'a/b'), {recursive: true});
  const directory = join(folder, 'a/b/out');
  const writer = createFolderWriter(directory);
  await writer.open();
  for (const name of ['../../escaped.example.com', 'x/../../../escaped', 'con', 'y'.repeat(400)])
    await writer.write({name, stream: 'objects'}, [bytes('{}')]);
  expect(readdirSync(directory)).toHaveLength(5);
  expect([readdirSync(folder), readdirSync(join(folder, 'a')), readdirSync(join(folder, 'a/b'))]).toEqual([
    ['a'],
    ['b'],
    ['out'],
  ]);
});

describe('no file of others is touched', () => {
  test('files are new ones, for their owner alone', async () => {
    const folder = newFolder();
    const files = createOutputFiles(folder);
    await files.append('pods.ndjson', bytes('a'));
    await files.append('pods.ndjson', bytes('b'));
    await files.replace('report.json', 'long');
    await files.replace('report.json', 'new');
    expect(readFileSync(join(folder, 'pods.ndjson'), 'utf8')).toBe('ab');
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('new');
    expect(statSync(join(folder, 'pods.ndjson')).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['a link', symlinkSync],
    ['a link to nowhere', (_: string, path: string) => symlinkSync('/nowhere-at-all/x', path)],
    ['the same file under another name', linkSync],
    ['a file', (_: string, path: string) => writeFileSync(path, '')],
  ])('%s that somebody laid in the way is not written to', async (_, lay) => {
    const folder = newFolder();
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'mine');
    const early = createOutputFiles(folder);
    lay(victim, join(folder, 'early'));
    await expect(early.append('early', bytes('x'))).rejects.toThrow('EEXIST');
    await early.append('late', bytes('x'));
    rmSync(join(folder, 'late'));
    lay(victim, join(folder, 'late'));
    await expect(early.append('late', bytes('x'))).rejects.toThrow(
      /ELOOP|ENOENT|another file in place of late/,
    );
    expect(readFileSync(victim, 'utf8')).toBe('mine');
  });
});
