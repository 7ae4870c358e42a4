// oxlint-disable-next-line id-match -- the library's own name
import {RE2JS} from 're2js';

import type {Expression} from './rule-plan.ts';

/** More matches in one value are made by who wants to cost time. */
const mostMatches = 10_000;

/**
 * Compiles an expression of RE2, which runs in linear time; values without its literal text are passed over.
 * @throws {SyntaxError} with what is wrong.
 */
export function compileExpression(source: string): Expression {
  let expression: RE2JS;
  try {
    expression = RE2JS.compile(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : '';
    throw new SyntaxError(`is no expression of RE2: ${reason}`);
  }
  const literal = literalOf(source);
  const matches = (text: string) => {
    const found: {start: number; end: number}[] = [];
    if (!text.includes(literal)) return found;
    const matcher = expression.matcher(text);
    while (found.length < mostMatches && matcher.find()) {
      if (matcher.end() > matcher.start()) found.push({start: matcher.start(), end: matcher.end()});
    }
    return found;
  };
  return Object.assign(matches, {literal});
}

function literalOf(source: string): string {
  if (source.includes('|') || source.startsWith('(?')) return '';
  const start = source.replace(/^(?:\^|\\b)+/, '');
  const plain = /^[A-Za-z0-9_\-/:@=, ]+/.exec(start)?.[0] ?? '';
  // The last letter may be repeated, or left out.
  return /^[?*{]/.test(start.slice(plain.length)) ? plain.slice(0, -1) : plain;
}
