import type {Edit} from '../edit.ts';
import type {Expression} from '../rules/rule-plan.ts';
import type {Examination, Place} from './examination.ts';

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
  return expression(text).map(({start, end}) => {
    from += Buffer.byteLength(text.slice(measured, start));
    measured = start;
    const span = {start: from, end: from + Buffer.byteLength(text.slice(start, end))};
    return examination.take(bytes, span, {rule, detector: 'value', path: place.path()}, true);
  });
}
