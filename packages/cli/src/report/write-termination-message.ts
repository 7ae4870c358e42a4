import {showText} from '@firefly/core';
import {closeSync, constants, ftruncateSync, openSync, writeSync} from 'node:fs';

/** Where the kubelet looks for a container's last words (`terminationMessagePath`'s default). */
const terminationLog = '/dev/termination-log';
/** Bytes that the kubelet reads of it. */
const longestMessageBytes = 4096;

/**
 * Leaves sentences, a line each, where `kubectl describe pod` shows it. Does nothing where the file does not exist, which is anywhere
 * but in a container of Kubernetes; no link is
 * followed, and a message that cannot be written is not worth a word.
 */
export function writeTerminationMessage(sentences: readonly string[], file: string = terminationLog): void {
  const bytes = Buffer.from(sentences.map(showText).join('\n'));
  try {
    const opened = openSync(file, constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      ftruncateSync(opened);
      // Cut in the middle of a character, it ends with the sign for that.
      writeSync(opened, bytes.length <= longestMessageBytes ? bytes : bytes.subarray(0, longestMessageBytes));
    } finally {
      closeSync(opened);
    }
  } catch {
    // The log says the same.
  }
}
