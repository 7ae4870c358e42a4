import type {Edit} from '../edit.ts';
import {type Scalar, wholeScalar} from '../readers/scalar.ts';
import {type Examination, findingAt, type Place} from './examination.ts';
import {redactionMarker} from './redaction-marker.ts';

function unreadBy({keyRule, valueRule, plan}: Place): string | undefined {
  return keyRule ?? valueRule ?? plan.secrets ?? [...plan.byKey, ...plan.byValue].at(-1)?.name;
}

/** A scalar of an object that goes so, where any rule looks at it. */
export function unreadScalar(source: Buffer, scalar: Scalar, place: Place, isAnnotation: boolean): Edit[] {
  const {paths, rules, annotations} = place.plan;
  const [looking] = [
    ...paths.map(({owner}) => owner),
    ...rules.filter(({seesAll}) => seesAll),
    ...(isAnnotation ? annotations : []),
  ];
  const rule = unreadBy(place) ?? looking?.name;
  if (rule === undefined) return [];
  return [wholeScalar(source, scalar, redactionMarker, findingAt(place, rule, 'unread'))];
}

/** What cannot be read goes as a whole where a rule would read it. */
export function unread(bytes: Buffer, place: Place, {machinery}: Examination, start = 0): Edit[] {
  const rule = unreadBy(place);
  if (rule === undefined) return [];
  const findings = [findingAt(place, rule, 'unread')];
  return [{start, end: start + bytes.length, text: machinery.marker(bytes), findings}];
}
