import {masker} from './masker.ts';

/** Plain data with each string of it, names of fields included, as `of` makes it. Default: without credentials. */
export function maskStrings(value: unknown, of = (text: string) => masker.mask(text)): unknown {
  if (typeof value === 'string') return of(value);
  if (Array.isArray(value)) return value.map((one) => maskStrings(one, of));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [of(name), maskStrings(one, of)]));
}
