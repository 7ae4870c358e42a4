import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';

/** Why the root file system cannot be entered on this machine; undefined when it can. */
export function whyNoChroot(): string | undefined {
  if (process.platform !== 'linux') return 'the image is for Linux';
  if (process.getuid?.() !== 0) return 'chroot needs root';
  const chroot = ['/usr/sbin/chroot', '/usr/bin/chroot'].find(existsSync);
  if (chroot === undefined) return 'there is no chroot command';
  const {status} = spawnSync(chroot, [
    '--userspec=65532:65532',
    '--groups=',
    '/',
    process.execPath,
    '--version',
  ]);
  return status === 0 ? undefined : 'chroot is not permitted';
}
