import type {Edit} from '../edit.ts';
import type {Examination, Place} from './examination.ts';

/** The rule that would read what stands there. */
export function unreadBy({keyRule, valueRule, plan}: Place): string | undefined {
  const reading = plan.rules.find(({tellsByKey, tellsByValue}) => tellsByKey || tellsByValue);
  return keyRule ?? valueRule ?? plan.secrets ?? reading?.name;
}

/** What cannot be read goes as a whole where a rule would read it. */
export function unread(bytes: Buffer, place: Place, {machinery}: Examination): Edit[] {
  const rule = unreadBy(place);
  if (rule === undefined) return [];
  const findings = [{rule, detector: 'unread', path: place.path()}];
  return [{start: 0, end: bytes.length, text: machinery.marker(bytes), findings}];
}
