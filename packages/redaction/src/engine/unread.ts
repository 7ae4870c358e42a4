import type {Edit} from '../edit.ts';
import type {Examination, Place} from './examination.ts';

/** What cannot be read goes as a whole where a rule would read it. */
export function unread(bytes: Buffer, place: Place, {machinery}: Examination): Edit[] {
  const {plan} = place;
  const rule =
    place.keyRule ??
    place.valueRule ??
    plan.secrets ??
    plan.rules.find(({tellsByKey, tellsByValue}) => tellsByKey || tellsByValue)?.name;
  if (rule === undefined) return [];
  const findings = [{rule, detector: 'unread', path: place.path()}];
  return [{start: 0, end: bytes.length, text: machinery.marker(bytes), findings}];
}
