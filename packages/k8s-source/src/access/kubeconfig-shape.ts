import {KubeconfigProblem} from './kubeconfig-problem.ts';
import {isBase64, type YamlValue} from './read-yaml.ts';

/** Reads one value. What is missing and what is null is the same to Go: the type's zero value. */
export type Reader<T> = (value: YamlValue | undefined, place: string) => T;

export const text: Reader<string> = (value, place) => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  const remedy = typeof value === 'object' ? '' : ': put it in quotes';
  throw new KubeconfigProblem(`${place} is ${nameOf(value)}, expected text${remedy}`);
};

export const flag: Reader<boolean> = (value, place) => {
  if (value === null || value === undefined) return false;
  if (typeof value === 'boolean') return value;
  throw new KubeconfigProblem(`${place} is ${nameOf(value)}, expected true or false`);
};

/** Base64 text: decoded by whoever needs its bytes. */
export const base64: Reader<string> = (value, place) => {
  const encoded = text(value, place).replaceAll(/[\r\n]/g, '');
  if (isBase64(encoded)) return encoded;
  throw new KubeconfigProblem(`${place} is not base64`);
};

export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value, place) => {
    if (value === null || value === undefined) return [];
    if (!Array.isArray(value)) throw new KubeconfigProblem(`${place} is ${nameOf(value)}, expected a list`);
    return (value as readonly YamlValue[]).map((one, index) => item(one, `${place}[${index}]`));
  };
}

export function map<T>(item: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (value, place) =>
    Object.fromEntries([...entries(value, place)].map(([key, one]) => [key, item(one, place)]));
}

export function fields<T extends object>(readers: {
  readonly [Field in keyof T]: Reader<T[Field]>;
}): Reader<T> {
  return (value, place) => {
    const given = entries(value, place);
    const names = Object.keys(readers) as (keyof T & string)[];
    // Each field has been read by the reader of its own type.
    return Object.fromEntries(
      names.map((name) => [name, readers[name](given.get(name), place === '' ? name : `${place}.${name}`)]),
    ) as T;
  };
}

export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, place) => (value === null || value === undefined ? undefined : reader(value, place));
}

function entries(value: YamlValue | undefined, place: string): ReadonlyMap<string, YamlValue> {
  if (value === null || value === undefined) return new Map();
  if (value instanceof Map) return value;
  throw new KubeconfigProblem(`${place || 'all of it'} is ${nameOf(value)}, expected a map`);
}

function nameOf(value: YamlValue): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : typeof value === 'string' ? 'text' : `a ${typeof value}`;
}
