/**
 * Turns long flags with one dash into long flags with two, as Go's flag package reads both: `-external FILE`,
 * `-config=DIR`, `-debug`. Single letters (`-h`), negative numbers and everything after `--` stay as they are.
 */
export function expandSingleDashes(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  return words.map((word, index) =>
    (end === -1 || index < end) && /^-[a-z][a-z0-9-]+(=|$)/i.test(word) ? `-${word}` : word,
  );
}
