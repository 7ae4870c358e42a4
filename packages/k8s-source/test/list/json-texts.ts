import fc from 'fast-check';

import {anyCharacter} from '../../../../scripts/any-character.ts';

/** White space between the tokens of one text: compact, indented, or any that JSON allows, one after the other. */
export type Spacing = readonly string[];

/** JSON of which the exact letters matter: `scalar` and keys are JSON text. */
export type JsonText =
  | {readonly kind: 'scalar'; readonly text: string}
  | {readonly kind: 'array'; readonly values: readonly JsonText[]}
  | {readonly kind: 'object'; readonly members: readonly Member[]};

export type Member = readonly [key: string, value: JsonText];

const scalars = String.raw`
  null true false 0 -0 1 -1 10 9007199254740993 -9223372036854775808 1.0 1e3 1E+3 -1.5e-10 0.1 0e0
  123456789012345678901234567890 "" "a" "\u0041" "\ud83d\ude00" "\ud800" "\"\\\/\b\f\n\r\t" "é漢😀"
  "{\"items\":[{}]}" "],}" "\\" "{" "\u2028"
`
  .trim()
  .split(/\s+/);

/** Keys that mean something one level up or down, or look as if they did. */
const keys = String.raw`
  "items" "metadata" "name" "namespace" "uid" "kind" "apiVersion" "continue" "ownerReferences" "spec"
  "\u006eame" "" "a.b/c" "é" "k\"]" "itemz" "metadatb" "nama" "namespacf" "uie" "kinx" "apiVersiom" "ownerReferencet"
`
  .trim()
  .split(/\s+/);

export const spacing: fc.Arbitrary<Spacing> = fc.oneof(
  fc.constant(['']),
  fc.constant(['\n  ', ' ']),
  fc.array(fc.constantFrom('', ' ', '\n', '\r\n', '\t', '  \n\t'), {minLength: 1, maxLength: 7}),
);

const string = fc.string({unit: anyCharacter, maxLength: 12}).map((text) => JSON.stringify(text));

/** A JSON string, some of its letters written as escapes. */
export const stringText: fc.Arbitrary<string> = fc.oneof(
  string,
  fc
    .tuple(fc.string({maxLength: 8}), fc.nat({max: 255}))
    .map(
      ([text, which]) =>
        `"${Array.from(text, (letter, at) => letterText(letter, (which >> at) & 1)).join('')}"`,
    ),
);

function letterText(letter: string, asEscape: number): string {
  if (asEscape === 0) return JSON.stringify(letter).slice(1, -1);
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const key = fc.oneof(fc.constantFrom(...keys), string);

/** Members with keys that differ once they are decoded. */
export function distinct(members: readonly Member[]): Member[] {
  const seen = new Set<string>();
  return members.filter(([text]) => {
    const decoded = JSON.parse(text) as string;
    if (seen.has(decoded)) return false;
    seen.add(decoded);
    return true;
  });
}

export const jsonText: fc.Arbitrary<JsonText> = fc.letrec<{value: JsonText}>((tie) => ({
  value: fc.oneof(
    {depthSize: 'small', withCrossShrink: true},
    fc.oneof(fc.constantFrom(...scalars), stringText).map((text): JsonText => ({kind: 'scalar', text})),
    fc.array(tie('value'), {maxLength: 3}).map((values): JsonText => ({kind: 'array', values})),
    fc
      .array(fc.tuple(key, tie('value')), {maxLength: 4})
      .map((members): JsonText => ({kind: 'object', members: distinct(members)})),
  ),
})).value;

/** Any other members, for objects whose own keys are named elsewhere. */
export const otherMembers: fc.Arbitrary<Member[]> = fc.array(fc.tuple(key, jsonText), {maxLength: 3});

/** Writes the text, the spacings in turn between its tokens. */
export function render(value: JsonText, spacing: Spacing): string {
  let turn = 0;
  const space = () => spacing[turn++ % spacing.length];
  const write = (one: JsonText): string => {
    switch (one.kind) {
      case 'scalar':
        return one.text;
      case 'array':
        return `[${space()}${one.values.map((each) => write(each) + space()).join(`,${space()}`)}]`;
      case 'object':
        return `{${space()}${one.members
          .map(([name, each]) => `${name}${space()}:${space()}${write(each)}${space()}`)
          .join(`,${space()}`)}}`;
    }
  };
  return write(value);
}
