/** Which implementation of gzip: `node:zlib`, or the JavaScript of fflate for runtimes without it. */
export type GzipEngineName = 'native' | 'fflate';

/** The gzip of a body, in memory of its own. */
export interface CompressedBody {
  readonly bytes: Uint8Array;
  /** Gives the memory back to the engine, for the next body; nobody may read `bytes` afterwards. */
  release: () => void;
}

/** Makes gzip of one body, and a body of gzip. The same body and level give the same bytes every time. */
export interface GzipEngine {
  readonly name: GzipEngineName;
  /**
   * Reads `body` until it settles.
   *
   * @param level For this body, where the engine has use for another one than its own.
   */
  compress(body: Uint8Array, level?: number): Promise<CompressedBody>;
  decompress(compressed: Uint8Array): Promise<Uint8Array>;
}
