import type {TellingForm} from '../detectors/telling-form.ts';
import {tellingForms} from '../detectors/telling-value.ts';

/** A word that detectors anchor on: without one of them nothing in a text is of interest. */
export interface Anchor {
  readonly text: string;
  readonly form?: TellingForm;
  /** In a text it counts alone in a key that a value may come behind, or before an `@`. */
  readonly before?: 'value' | '@';
  readonly anyCase?: true;
}

const stems =
  'pass pwd pw pswd psw secret token key cred auth dsn unseal psk salt phrase cookie licen login mnemonic bearer crypt mmunity rlist pepper contrase kennwort zugangsd wachtw'
    .split(' ')
    .concat('identified by', '_pat=', '_pat ');
/** What makes a value one that is read, and is no word of a key. */
const others = ['Secret', 'binary'];

/** The words of all detectors, and these, in any case. */
export function anchorsWith(more: readonly string[]): readonly Anchor[] {
  return [
    ...stems.map((text): Anchor => ({text, before: 'value', anyCase: true})),
    ...tellingForms
      .filter(({isRun}) => isRun === undefined)
      .flatMap((form) =>
        form.anchors.map((text): Anchor => ({text, form, ...(form.before === '@' ? {before: '@'} : {})})),
      ),
    ...others.map((text): Anchor => ({text})),
    ...more.map((word): Anchor => ({text: word.toLowerCase(), anyCase: true})),
  ];
}
