/** Sentences of which a report shows the first ones: whoever may make objects decides how many there are. */
export interface BoundedWarnings {
  add(sentence: string): void;
  /** At most one more than the bound: the last says how many there were beyond it. */
  all(): readonly string[];
}

const mostShown = 50;

/** None yet; the first 50 are kept. */
export function createBoundedWarnings(): BoundedWarnings {
  const shown: string[] = [];
  let unshown = 0;
  return {
    add(sentence) {
      if (shown.length < mostShown) shown.push(sentence);
      else unshown++;
    },
    all: () =>
      unshown === 0 ? [...shown] : [...shown, `${unshown} more warnings of this kind are not shown.`],
  };
}
