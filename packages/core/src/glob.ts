/**
 * What tells whether a text matches a pattern as a whole: `*` stands for any letters, `?` for one where `wildcards` has it.
 * Takes no longer than the two lengths multiplied, whoever wrote the pattern.
 */
export function glob(pattern: string, wildcards: '*' | '*?' = '*'): (text: string) => boolean {
  const parts = pattern.split(wildcards === '*' ? /\*/ : /[*?]/);
  if (parts.length === 1) return (text) => text === pattern;
  const [head = ''] = parts;
  const tail = parts.at(-1) ?? '';
  return (text) => {
    // What most texts fail at.
    if (!text.startsWith(head) || !text.endsWith(tail)) return false;
    let at = 0;
    let next = 0;
    /** Behind the last `*`, and where what follows it was looked for last. */
    let behind = 0;
    let from = 0;
    while (at < text.length) {
      const wanted = pattern[next];
      if (wanted === '*') {
        behind = ++next;
        from = at;
      } else if (wanted === text[at] || (wanted === '?' && wildcards === '*?')) {
        at++;
        next++;
      } else if (behind > 0) {
        next = behind;
        at = ++from;
      } else return false;
    }
    while (pattern[next] === '*') next++;
    return next === pattern.length;
  };
}
