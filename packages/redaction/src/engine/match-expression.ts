import type {Edit} from '../edit.ts';
import type {Expression} from '../rules/rule-plan.ts';
import {type Examination, type Place, units} from './examination.ts';

/** What an expression of a rule matches in a value. */
export function matchExpression(
  rule: string,
  expression: Expression,
  bytes: Buffer,
  place: Place,
  examination: Examination,
): Edit[] {
  const text = bytes.toString();
  let measured = 0;
  let from = 0;
  return matchesOf(expression, text, examination).map(({start, end}) => {
    from += Buffer.byteLength(text.slice(measured, start));
    measured = start;
    const span = {start: from, end: from + Buffer.byteLength(text.slice(start, end))};
    return examination.take(bytes, span, {rule, detector: 'value', path: place.path()}, true);
  });
}

/** Where an expression matches a text: nowhere over the budget, over which all of the text goes. */
export function matchesOf(
  expression: Expression,
  text: string,
  examination: Examination,
): ReturnType<Expression> {
  const isAsked = text.includes(expression.literal ?? '');
  return isAsked && examination.spendOnExpressions(text.length * units.expressionByte)
    ? expression(text)
    : [];
}
