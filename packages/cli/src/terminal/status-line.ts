import {cutToWidth} from './cut-to-width.ts';

/** One line at the bottom of the screen that is redrawn in place, below whatever else is printed. */
export interface StatusLine {
  /** Draws this text in place of the one before. */
  update(text: string): void;
  /** Prints lines above the status line. The text ends with a line end. */
  print(text: string): void;
  /** Takes the status line off the screen; nothing is drawn afterwards, printing goes on. */
  end(): void;
}

/** The stream that a status line is drawn on, as `process.stderr`. */
export interface StatusStream {
  readonly columns?: number | undefined;
  write(text: string): boolean;
}

const erase = '\r\u001B[2K';

/** A status line on a terminal; where it is not to be drawn, only what is printed appears. */
export function createStatusLine(stream: StatusStream, isDrawn: boolean): StatusLine {
  return isDrawn ? new DrawnStatusLine(stream) : new InvisibleStatusLine(stream);
}

class InvisibleStatusLine implements StatusLine {
  readonly #stream: StatusStream;

  constructor(stream: StatusStream) {
    this.#stream = stream;
  }

  update() {}

  print(text: string) {
    this.#stream.write(text);
  }

  end() {}
}

class DrawnStatusLine implements StatusLine {
  readonly #stream: StatusStream;
  #text = '';
  #visible = false;
  #ended = false;

  constructor(stream: StatusStream) {
    this.#stream = stream;
  }

  update(text: string) {
    if (this.#ended) return;
    this.#text = text;
    this.#visible = true;
    this.#stream.write(`${erase}${this.#line()}`);
  }

  print(text: string) {
    const shown = this.#visible;
    this.#stream.write(shown ? `${erase}${text}${this.#line()}` : text);
  }

  end() {
    this.#ended = true;
    if (this.#visible) this.#stream.write(erase);
    this.#visible = false;
  }

  #line() {
    // A line as wide as the terminal would wrap, and a wrapped line cannot be erased.
    return cutToWidth(this.#text, (this.#stream.columns ?? 80) - 1);
  }
}
