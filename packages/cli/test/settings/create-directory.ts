import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {onTestFinished} from 'vitest';

/** A configuration directory with these files, gone when the test is over. */
export function createDirectory(files: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), 'firefly-config-'));
  onTestFinished(() => rmSync(directory, {recursive: true, force: true}));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

/** The same as kubelet mounts a ConfigMap: each key a link through `..data` into a folder named for the time. */
export function createMountedDirectory(files: Record<string, string>): string {
  const directory = createDirectory({});
  const version = join(directory, '..2026_11_22_08_19_00.123456789');
  mkdirSync(version);
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(version, name), text);
    symlinkSync(join('..data', name), join(directory, name));
  }
  symlinkSync('..2026_11_22_08_19_00.123456789', join(directory, '..data'));
  return directory;
}
