import type {Environment} from '../settings/read-environment.ts';

/**
 * Whether to color what is written to a stream: on terminals, unless `NO_COLOR` (any text) or `TERM=dumb` says
 * otherwise; `FORCE_COLOR` (any text but `0` and `false`) colors in any case, as Node itself reads it.
 */
export function useColor(isTerminal: boolean, environment: Environment): boolean {
  const {NO_COLOR: off = '', FORCE_COLOR: force, TERM: terminal} = environment;
  if (force !== undefined) return !['0', 'false'].includes(force);
  return off === '' && isTerminal && terminal !== 'dumb';
}
