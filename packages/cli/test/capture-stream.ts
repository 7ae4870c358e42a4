import {Writable} from 'node:stream';

import {searchForPlanted} from '../../../scripts/planted-credentials.ts';

/** Keeps what is written to it, which may be no credential, and emits `text` each time; a terminal when it has columns. */
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
    searchForPlanted(chunk, 'A stream of the test');
    this.emit('text');
    done();
  }
}
