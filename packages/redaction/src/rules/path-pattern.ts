import {glob} from '@firefly/core';

/** One step of a path. */
type Step =
  | {readonly kind: 'name'; readonly matches: (key: string) => boolean}
  /** `**`: any number of steps, none too. */
  | {readonly kind: 'any'}
  /** `[*]`, `[0]`, `[name=TOKEN]`. */
  | {readonly kind: 'element'; readonly index?: number; readonly member?: string; readonly value?: string};

/** Where a path may have come to: the numbers of the steps that it may stand before. */
export type PathState = readonly number[];

/** A place in a document that is looked at against a path. */
export interface PathStep {
  /** Undefined for an element of a list. */
  readonly key: string | undefined;
  readonly index: number;
  /** What a member of the element says. */
  readonly peek: (key: string) => string | undefined;
}

/** A path of a rule, followed as the walk goes down. */
export interface PathPattern {
  readonly text: string;
  readonly start: PathState;
  /** One step further down; empty where the path does not lead there. */
  next(state: PathState, step: PathStep): PathState;
  /** Whether the place is one that the path names. */
  isEnd(state: PathState): boolean;
}

const part =
  /\.?(?:\[(?:(?<index>\d+|\*)|(?<member>[\w./-]+)=(?<value>[^\]]*)|"(?<quoted>[^"]*)")\]|(?<name>[^.[\]"]+))/y;

/**
 * Reads a path: names with points between, `*` for any letters of one name, `**` for any number of steps, `[*]` and
 * `[0]` for elements, `[name=x]` for the elements that have a member that says so, `["a.b"]` for a name with points.
 *
 * @throws {SyntaxError} with a sentence on what is wrong and where.
 */
export function parsePath(text: string): PathPattern {
  const steps: Step[] = [];
  const trimmed = text.replace(/^\$?\.?/, '');
  for (let at = 0; at < trimmed.length; at = part.lastIndex) {
    part.lastIndex = at;
    const groups = part.exec(trimmed)?.groups;
    if (groups === undefined) {
      throw new SyntaxError(
        `cannot be read from "${trimmed.slice(at)}" on: names with points between are expected, [*], [0] or [name=x]`,
      );
    }
    steps.push(stepOf(groups));
  }
  if (steps.length === 0) throw new SyntaxError('is empty');

  /** `**` may stand for nothing: whoever is before it is behind it as well. */
  const spread = (at: number): number[] => (steps[at]?.kind === 'any' ? [at, ...spread(at + 1)] : [at]);
  return {
    text,
    start: spread(0),
    next(state, step) {
      const reached = new Set<number>();
      for (const at of state) {
        const wanted = steps[at];
        if (wanted === undefined) continue;
        if (wanted.kind === 'any') for (const to of spread(at)) reached.add(to);
        else if (fits(wanted, step)) for (const to of spread(at + 1)) reached.add(to);
      }
      return [...reached];
    },
    isEnd: (state) => state.includes(steps.length),
  };
}

function stepOf(groups: Readonly<Record<string, string | undefined>>): Step {
  const {index, member, value, quoted, name} = groups;
  if (name === '**') return {kind: 'any'};
  if (name !== undefined) return {kind: 'name', matches: glob(name)};
  if (quoted !== undefined) return {kind: 'name', matches: (key) => key === quoted};
  if (member !== undefined && value !== undefined) return {kind: 'element', member, value};
  return index === '*' ? {kind: 'element'} : {kind: 'element', index: Number(index)};
}

function fits(wanted: Exclude<Step, {kind: 'any'}>, {key, index, peek}: PathStep): boolean {
  if (wanted.kind === 'name') return key !== undefined && wanted.matches(key);
  if (key !== undefined) return false;
  if (wanted.index !== undefined) return wanted.index === index;
  return wanted.member === undefined || peek(wanted.member) === wanted.value;
}
