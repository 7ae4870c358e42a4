import {shortText} from './short-text.ts';

/** Sentences for the reader of a report: whoever may create objects decides how many there are, and how long. */
export interface WarningLog {
  /** Keeps a sentence that is not there yet. */
  add(sentence: string): void;
  /** Those that were kept, and in the last one how many were not. */
  readonly sentences: readonly string[];
}

const mostSentences = 200;
const longestSentence = 1000;

/** An empty log. */
export function createWarningLog(): WarningLog {
  const kept = new Set<string>();
  let more = 0;
  return {
    add(sentence) {
      const short = shortText(sentence, longestSentence);
      if (kept.size < mostSentences) kept.add(short);
      else if (!kept.has(short)) more++;
    },
    get sentences() {
      return more === 0 ? [...kept] : [...kept, `${more} more warnings were left out of the report.`];
    },
  };
}
