import {Writable} from 'node:stream';

/** A stream that keeps what is written to it; a terminal when it has columns. */
export class CaptureStream extends Writable {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  text = '';

  constructor(columns?: number) {
    super({decodeStrings: false});
    this.isTTY = columns !== undefined;
    this.columns = columns;
  }

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void) {
    this.text += chunk.toString();
    done();
  }
}
