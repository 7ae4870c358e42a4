import {execFileSync, spawnSync} from 'node:child_process';
import {
  closeSync,
  chownSync,
  lchownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';

import {isTrusted, openOutputDirectory} from '../../src/dry-run/open-output-directory.ts';
import {CaptureStream} from '../capture-stream.ts';
import {openReportFile} from '../../src/report/report-file.ts';
import {writeTerminationMessage} from '../../src/report/write-termination-message.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-output-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
}

test('the directory is this user’s, or root’s and writable through one of its groups', () => {
  const me = {user: 1000, groups: [1000, 2000]};
  const trusted = (uid: number, gid: number, mode: number, isLink = false) =>
    isTrusted({uid, gid, mode, isSymbolicLink: () => isLink}, me);
  expect(trusted(1000, 1000, 0o700)).toBe(true);
  // An emptyDir with fsGroup; OpenShift's, whose users are of group 0.
  expect(trusted(0, 2000, 0o2777)).toBe(true);
  expect(
    isTrusted({uid: 0, gid: 0, mode: 0o775, isSymbolicLink: () => false}, {user: 1000, groups: [0]}),
  ).toBe(true);
  expect(trusted(0, 2000, 0o755)).toBe(false);
  expect(trusted(0, 0, 0o1777)).toBe(false);
  expect(trusted(1001, 2000, 0o777)).toBe(false);
  expect(trusted(1001, 1001, 0o777, true)).toBe(false);
  expect(trusted(0, 0, 0o777, true)).toBe(true);
  expect(
    isTrusted({uid: 1000, gid: 0, mode: 0o777, isSymbolicLink: () => false}, {user: 0, groups: [0]}),
  ).toBe(false);
  expect(
    isTrusted({uid: 0, gid: 0, mode: 0, isSymbolicLink: () => false}, {user: undefined, groups: []}),
  ).toBe(true);
});

test.runIf(process.getuid?.() === 0)('a directory, or a link, of somebody else is refused', () => {
  const folder = newFolder();
  const theirs = join(folder, 'theirs');
  mkdirSync(theirs, {mode: 0o777});
  const link = join(folder, 'link');
  symlinkSync(newFolder(), link);
  expect(() => openOutputDirectory(link)).not.toThrow();
  lchownSync(link, 12_345, 12_345);
  chownSync(theirs, 12_345, 12_345);
  for (const directory of [theirs, link])
    expect(() => openOutputDirectory(directory)).toThrow(
      `--output-dir ${directory} cannot be used: it belongs to another user; expected a directory of your own`,
    );
});

test('a report follows no link but those to its own streams', async () => {
  const folder = newFolder();
  const victim = join(folder, 'victim');
  writeFileSync(victim, 'mine');
  symlinkSync(victim, join(folder, 'link'));
  expect(() => openReportFile(join(folder, 'link'), new CaptureStream())).toThrow(
    'cannot be written (it is a link, which is not followed)',
  );
  const file = join(folder, 'report');
  const report = openReportFile(file, new CaptureStream());
  rmSync(file);
  symlinkSync(victim, file);
  expect(await report?.write('x')).toContain('it is a link, which is not followed');
  expect(readFileSync(victim, 'utf8')).toBe('mine');
  const pipe = openSync('/dev/null', 'w');
  onTestFinished(() => closeSync(pipe));
  for (const stream of ['/dev/null', `/dev/fd/${pipe}`, `/dev/./fd/${pipe}`])
    expect(await openReportFile(stream, new CaptureStream())?.write('x')).toBeUndefined();
  expect(() => openReportFile(`/proc/self/fd/${pipe}`, new CaptureStream())).toThrow('it is a link');
});

test('a report goes to no file that somebody else made, and waits for no reader of a pipe', () => {
  const file = join(newFolder(), 'report');
  writeFileSync(file, 'theirs', {mode: 0o666});
  chownSync(file, 12_345, 12_345);
  expect(() => openReportFile(file, new CaptureStream())).toThrow(
    'it belongs to another user, or has a second name',
  );
  chownSync(file, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
  expect(() => openReportFile(file, new CaptureStream())).not.toThrow();
  linkSync(file, `${file}-2`);
  expect(() => openReportFile(file, new CaptureStream())).toThrow(
    'it belongs to another user, or has a second name',
  );
  expect(readFileSync(file, 'utf8')).toBe('theirs');
  execFileSync('mkfifo', [`${file}-pipe`]);
  expect(() => openReportFile(`${file}-pipe`, new CaptureStream())).toThrow('it is a pipe');
});

test('a report goes to a standard output that is a socket, as it is under other programs', () => {
  const script = `const {openReportFile} = await import(${JSON.stringify(import.meta.resolve('../../src/report/report-file.ts'))});
    process.stdout.write('');
    await openReportFile('/dev/stdout', process.stdout).write('x'.repeat(1e6));`;
  const {stdout} = spawnSync(process.execPath, ['--input-type=module', '-e', script], {encoding: 'utf8'});
  expect(stdout).toHaveLength(1e6);
});

test('a directory is not made where the file system has no place for it', () => {
  const folder = newFolder();
  expect(() => openOutputDirectory(join(folder, 'a/b/c'))).not.toThrow();
  for (const directory of ['/proc/none', '/proc/none/below'])
    expect(() => openOutputDirectory(directory)).toThrow(`--output-dir ${directory} cannot be used: ENOENT`);
});

test('neither do the last words of a container', () => {
  const folder = newFolder();
  const victim = join(folder, 'victim');
  writeFileSync(victim, 'mine');
  symlinkSync(victim, join(folder, 'link'));
  writeTerminationMessage(['The run failed.'], join(folder, 'link'));
  expect(readFileSync(victim, 'utf8')).toBe('mine');
});
