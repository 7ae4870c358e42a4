import type {Edit} from '../edit.ts';
import type {Expression, PlannedRule} from '../rules/rule-plan.ts';
import {type Examination, findingAt, type Passage, units} from './examination.ts';

/** What the expression of a rule, if it has one, matches in a value. */
export function matchExpression({name, value}: PlannedRule, passage: Omit<Passage, 'text'>): Edit[] {
  const {bytes, place, examination} = passage;
  const text = bytes.toString();
  let measured = 0;
  let from = 0;
  const matches = value === undefined ? [] : matchesOf(value, text, examination);
  return matches.map(({start, end}) => {
    from += Buffer.byteLength(text.slice(measured, start));
    measured = start;
    const span = {start: from, end: from + Buffer.byteLength(text.slice(start, end))};
    return examination.take(bytes, span, findingAt(place, name, 'value'), true);
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
