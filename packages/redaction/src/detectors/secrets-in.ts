import type {Span} from '../edit.ts';
import type {TellingForm} from './telling-form.ts';

/** Where secrets of a form stand in a text: a match's group `secret` or `dsn`, or all of it. */
export function* secretsIn({form}: TellingForm, text: string): Generator<Span> {
  for (const {indices} of text.matchAll(form)) {
    const {secret, dsn} = indices?.groups ?? {};
    const [start, end] = secret ?? dsn ?? indices?.[0] ?? [0, 0];
    yield {start, end};
  }
}
