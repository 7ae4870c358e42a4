import {messageOf} from '@firefly/core';

import type {GzipEngine} from './gzip-engine.ts';

/** A request body as it goes over the wire, on the first attempt and on every retry. */
export interface SealedBody {
  readonly bytes: Uint8Array;
  /** Absent when the body goes out uncompressed; `bytes` is then the caller's own memory. */
  readonly encoding?: 'gzip';
  /** What went wrong on the way, one sentence an engine. */
  readonly warnings: readonly string[];
  /** The body before compression, made anew. */
  open(): Promise<Uint8Array>;
  /** Gives the memory of the compressed body back; nobody may read `bytes` afterwards. */
  release: () => void;
}

/**
 * Compresses with the first of `engines` that can. Where none can, the body goes out uncompressed and without
 * `Content-Encoding` (seed README, "Server-Side Notes"), with a warning. Never throws.
 */
export async function sealBody(
  body: Uint8Array,
  engines: readonly GzipEngine[],
  level?: number,
): Promise<SealedBody> {
  const warnings: string[] = [];
  for (const engine of engines) {
    try {
      const {bytes, release} = await engine.compress(body, level);
      return {bytes, encoding: 'gzip', warnings, open: () => engine.decompress(bytes), release};
    } catch (error) {
      warnings.push(`The gzip engine "${engine.name}" failed on a page: ${messageOf(error)}.`);
    }
  }
  warnings.push('No gzip engine worked, so a page was sent uncompressed.');
  return {bytes: body, warnings, open: async () => body, release: () => {}};
}
