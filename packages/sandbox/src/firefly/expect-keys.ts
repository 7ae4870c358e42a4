import {RequestRefusal, refuseUnless} from '../loopback/request-refusal.ts';
import type {ReceivedRequest} from './received-request.ts';

/** Which keys something must have, and may have beside them. */
export interface ExpectedKeys {
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
}

/** Throws a `RequestRefusal` unless the keys are all of the required ones, none but the optional ones, and each once. */
export function expectKeys(
  found: readonly string[],
  {required = [], optional = []}: ExpectedKeys,
  what: string,
  keys = 'keys',
): void {
  const isExact =
    required.every((key) => found.includes(key)) &&
    (found.length === required.length ||
      (found.every((key) => required.includes(key) || optional.includes(key)) &&
        new Set(found).size === found.length));
  if (isExact) return;
  const mayHave = optional.length === 0 ? '' : ` (and may have ${optional.join(', ')})`;
  const all = required.join(', ') || '(none)';
  const have = found.join(', ') || 'none';
  throw new RequestRefusal(400, `${what} must have exactly the ${keys} ${all}${mayHave}; it has ${have}.`);
}

/** The query's parameters: all of the required ones, none but the optional ones, each once and not empty. */
export function expectQuery({query}: ReceivedRequest, keys: ExpectedKeys): Readonly<Record<string, string>> {
  expectKeys([...query.keys()], keys, 'The query', 'parameters');
  const empty = [...query].find(([, value]) => value === '')?.[0];
  refuseUnless(empty === undefined, `The parameter ${empty} of the query is empty.`);
  return Object.fromEntries(query);
}
