/** The matches of a global expression, as `matchAll` gives them, which takes as long as a short text. None is empty. */
export function* matchesIn(text: string, expression: RegExp): Generator<RegExpExecArray> {
  for (let from = 0; ;) {
    expression.lastIndex = from;
    const match = expression.exec(text);
    if (match === null) return;
    from = expression.lastIndex;
    yield match;
  }
}
