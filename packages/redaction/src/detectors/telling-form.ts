import type {Span} from '../edit.ts';
import {matchesIn} from '../readers/matches-in.ts';

/** A form by which a secret shows itself, wherever it stands. */
export interface TellingForm {
  readonly name: string;
  /** What stands in every such value, three letters at least: looked for before anything is decoded. */
  readonly anchors: readonly string[];
  /** Every such value is a run of twenty letters and more, which is looked for anyway: no word need be. */
  readonly isRun?: true;
  /** A letter that stands somewhere behind the anchor in every such value: the anchor alone is too common. */
  readonly before?: '@';
  /** The secret is the whole match, or its group `secret`. Linear in time: no nested repetition. */
  readonly form: RegExp;
}

/** The words of a cell; `+` is a space in one, as in a URL. */
export function wordsIn(cell: string): string[] {
  return cell.split(' ').map((word) => word.replaceAll('+', ' '));
}

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
