import {nearestName} from '@firefly/core';

import {InvalidOptionError} from './invalid-option-error.ts';

const isTime = (value: unknown) => typeof value === 'number' && value >= 1 && value <= 2_147_483_647;

/** What an option takes. */
const kinds = {
  text: {expected: 'a text', fits: (value: unknown) => typeof value === 'string' && value !== ''},
  names: {
    expected: 'a list of names, or one text with commas between them',
    fits: (value: unknown) =>
      typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string')),
  },
  flag: {expected: 'true or false', fits: (value: unknown) => typeof value === 'boolean'},
  count: {
    expected: 'a whole number of at least 1',
    fits: (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 1,
  },
  'count or none': {
    expected: 'a whole number of at least 0',
    fits: (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0,
  },
  timeout: {
    expected: '{firstByte, request}, each of 1 to 2147483647 milliseconds',
    fits: (value: unknown) =>
      isMapOf(
        value,
        (time, name) => ['firstByte', 'request'].includes(name) && (time === undefined || isTime(time)),
      ),
  },
  selectors: {
    expected: '{TYPE: {labelSelector, fieldSelector}}, each a text',
    fits: (value: unknown) =>
      isMapOf(value, (selector) =>
        isMapOf(
          selector,
          (text, name) =>
            /^(label|field)Selector$/.test(name) &&
            (text === undefined || (typeof text === 'string' && text !== '')),
        ),
      ),
  },
  callback: {expected: 'a function', fits: (value: unknown) => typeof value === 'function'},
  object: {expected: 'an object', fits: (value: unknown) => typeof value === 'object' && value !== null},
  signal: {expected: 'an AbortSignal', fits: (value: unknown) => value instanceof AbortSignal},
} as const;

function isMapOf(value: unknown, fits: (member: unknown, name: string) => boolean): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(([name, member]) => fits(member, name))
  );
}

/** Which options there are, and what each takes. */
export type OptionKinds<Options> = Readonly<Record<keyof Required<Options>, keyof typeof kinds>>;

/**
 * Refuses, by its name, an option that does not exist or whose value it cannot have: who misspells `labelSelector` in
 * JavaScript must not get all objects. What is undefined is as if it were not there.
 *
 * @throws {InvalidOptionError}
 */
export function checkOptions<Options extends object>(options: Options, known: OptionKinds<Options>): void {
  if (typeof options !== 'object' || options === null)
    throw new InvalidOptionError('options', 'must be an object.');
  const names = Object.keys(known);
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, name)) {
      const nearest = nearestName(name, names);
      throw new InvalidOptionError(
        name,
        `is no option${nearest === undefined ? `; there are ${names.join(', ')}.` : `; did you mean ${nearest}?`}`,
      );
    }
    const {expected, fits} = kinds[known[name as keyof Options]];
    if (value !== undefined && !fits(value)) throw new InvalidOptionError(name, `must be ${expected}.`);
  }
}

/** A list of names, which may be given as one text. */
export function namesOf(names: readonly string[] | string): readonly string[] {
  if (typeof names !== 'string') return names;
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
