import type {FireflyRequest} from './firefly-request.ts';
import {Refusal} from '../loopback/refusal.ts';

export interface QueryKeys {
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
}

/** The query's parameters: all of the required ones, none but the optional ones, each once and not empty. */
export function expectQuery(request: FireflyRequest, keys: QueryKeys): Readonly<Record<string, string>> {
  const {required = [], optional = []} = keys;
  const found = [...request.query.keys()];
  const isExact =
    required.every((key) => found.includes(key)) &&
    found.every((key) => required.includes(key) || optional.includes(key)) &&
    new Set(found).size === found.length;
  const empty = [...request.query].find(([, value]) => value === '')?.[0];
  if (isExact && empty !== undefined) throw new Refusal(400, `The parameter ${empty} of the query is empty.`);
  if (isExact) return Object.fromEntries(request.query);
  const mayHave = optional.length === 0 ? '' : ` (and may have ${optional.join(', ')})`;
  throw new Refusal(
    400,
    `The query must have exactly the parameters ${required.join(', ') || '(none)'}${mayHave}; it has ${found.join(', ') || 'none'}.`,
  );
}
