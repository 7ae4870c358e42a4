import {createHash} from 'node:crypto';

import type {StreamName} from '@firefly/core';

import {folderFiles} from './folder-format.ts';

/** What is left of a file's 255 bytes beside `.ndjson`. */
const longest = 248;
/** What Windows takes for a device, whatever comes behind the first dot. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;
const ofOtherStreams = new Set<string>([folderFiles.helmReleases, folderFiles.trees]);

/** What items of one file have in common: what they are, and a type's name, or the stream's own. */
export interface ItemsName {
  readonly name: string;
  readonly stream: StreamName;
}

/**
 * The name of the file in which objects of a type lie: that of the type, as Kubernetes lets types be named (`pods`, `deployments.apps`). A server may
 * say anything else: its other bytes are written as in a URL, so that no name leaves the directory, none is another
 * program's device or another stream's, and no two are the same in a file system that knows no case.
 */
export function objectsFile({name, stream}: ItemsName): string {
  const encoded = name
    .replaceAll(/[^a-z\d.-]/gu, (character) => percentEncoded(character))
    .replaceAll(/^\.|\.$/g, percentEncoded);
  const isTaken =
    device.test(encoded) ||
    (stream === 'objects' && ofOtherStreams.has(`${encoded}.ndjson`)) ||
    encoded === '';
  const own = isTaken ? percentEncoded(encoded.slice(0, 1)) + encoded.slice(1) : encoded;
  const short =
    own.length <= longest
      ? own
      : `${own.slice(0, longest - 33)}%${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
  return `${short}.ndjson`;
}

/** Hexadecimal digits are small letters, too. */
function percentEncoded(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
