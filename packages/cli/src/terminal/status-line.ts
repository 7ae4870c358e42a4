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
  let text = '';
  let isVisible = false;
  let isEnded = !isDrawn;
  // A line as wide as the terminal would wrap, and a wrapped line cannot be erased.
  const line = () => cutToWidth(text, (stream.columns ?? 80) - 1);
  return {
    update(next) {
      if (isEnded) return;
      text = next;
      isVisible = true;
      stream.write(`${erase}${line()}`);
    },
    print(printed) {
      stream.write(isVisible ? `${erase}${printed}${line()}` : printed);
    },
    end() {
      isEnded = true;
      if (isVisible) stream.write(erase);
      isVisible = false;
    },
  };
}
