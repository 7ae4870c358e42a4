import type {Span} from '../edit.ts';
import {matchesIn} from '../readers/matches-in.ts';
import type {TellingForm} from './telling-form.ts';

/** Where secrets of a form stand in a text: a match's group `secret` or `dsn`, or all of it. */
export function* secretsIn({form}: TellingForm, text: string): Generator<Span> {
  for (const {indices} of matchesIn(text, form)) {
    const {secret, dsn} = indices?.groups ?? {};
    const [start, end] = secret ?? dsn ?? indices?.[0] ?? [0, 0];
    yield {start, end};
  }
}

/** Says which of these forms have a word of theirs in a text. In most texts none has: that is asked first. */
export function formsAmong(forms: readonly TellingForm[]): (text: string) => readonly TellingForm[] {
  const words = forms.flatMap(({anchors}) => anchors);
  const anchor = new RegExp(words.map((word) => word.replaceAll(/\W/g, String.raw`\$&`)).join('|'));
  return (text) =>
    anchor.test(text) ? forms.filter(({anchors}) => anchors.some((word) => text.includes(word))) : [];
}
