import {messageOf} from '@firefly/core';

import type {GzipEngine} from './gzip-engine.ts';

/** A JSON body as it goes over the wire, on the first attempt and on every retry. */
export interface RequestBody {
  /** The caller's own memory where no engine could compress it. */
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** What went wrong on the way, one sentence an engine. */
  readonly warnings: readonly string[];
  /** The body before compression, made anew. */
  decompress(): Promise<Uint8Array>;
  /** Gives the memory of the compressed body back; nobody may read `bytes` afterwards. */
  release: () => void;
}

const headers = {'content-type': 'application/json'};

/**
 * Compresses with the first of `engines` that can. Where none can, the body goes out uncompressed and without
 * `Content-Encoding` (seed README, "Server-Side Notes"), with a warning. Never throws.
 */
export async function compressBody(
  body: Uint8Array,
  engines: readonly GzipEngine[],
  level?: number,
): Promise<RequestBody> {
  const warnings: string[] = [];
  for (const engine of engines) {
    try {
      const {bytes, release} = await engine.compress(body, level);
      return {
        bytes,
        headers: {...headers, 'content-encoding': 'gzip'},
        warnings,
        decompress: () => engine.decompress(bytes),
        release,
      };
    } catch (error) {
      warnings.push(`The gzip engine "${engine.name}" failed on a page: ${messageOf(error)}.`);
    }
  }
  warnings.push('No gzip engine worked, so a page was sent uncompressed.');
  return {bytes: body, headers, warnings, decompress: async () => body, release: () => {}};
}
