/** Which implementation of gzip: `node:zlib`, or the JavaScript of fflate for runtimes without it. */
export type GzipEngineName = 'native' | 'fflate';

/** Makes gzip of one body, and a body of gzip. The same body and level give the same bytes every time. */
export interface GzipEngine {
  readonly name: GzipEngineName;
  /** Reads `body` until it resolves; what it returns is memory of its own. */
  compress(body: Uint8Array): Promise<Uint8Array>;
  decompress(compressed: Uint8Array): Promise<Uint8Array>;
}
