import {glob} from '@firefly/core';

/** A place in a document that is looked at against a path. */
export interface PathPlace {
  /** Undefined for an element of a list. */
  readonly key: string | undefined;
  readonly index: number;
  readonly peek: (key: string) => string | undefined;
}

/** One step of a path; `**` stands for any number of steps, none too. */
export type PathStep = '**' | ((place: PathPlace) => boolean);

/** How far a path leads. */
export interface PathState<T> {
  readonly owner: T;
  /** What has to come next; undefined where the path ends here. */
  readonly ahead: {readonly step: PathStep; readonly behind: PathState<T>} | undefined;
}

const part =
  /\.?(?:\[(?:(?<index>\d+|\*)|(?<member>[\w./-]+)=(?<value>[^\]]*)|"(?<quoted>[^"]*)")\]|(?<name>[^.[\]"]+))/y;

/**
 * Reads a path: names with points between, `*` for letters of a name, `**` for any steps, `[*]` and `[0]` for elements,
 * `[name=x]` for those with such a member, `["a.b"]` for a name with points. Throws a `SyntaxError`.
 */
export function parsePath(text: string): readonly PathStep[] {
  const steps: PathStep[] = [];
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
  return steps;
}

function stepOf(groups: Readonly<Record<string, string | undefined>>): PathStep {
  const {index, member, value, quoted, name} = groups;
  if (name === '**') return '**';
  if (name !== undefined || quoted !== undefined) {
    const fits = name === undefined ? (key: string) => key === quoted : glob(name);
    return ({key}) => key !== undefined && fits(key);
  }
  if (member !== undefined) return ({key, peek}) => key === undefined && peek(member) === value;
  return (place) => place.key === undefined && (index === '*' || place.index === Number(index));
}

/** Where a path begins. */
export function startOfPath<T>(steps: readonly PathStep[], owner: T): PathState<T>[] {
  let state: PathState<T> = {owner, ahead: undefined};
  for (const step of steps.toReversed()) state = {owner, ahead: {step, behind: state}};
  return spread(state);
}

/** `**` may stand for nothing: whoever is before it is behind it as well. */
function spread<T>(state: PathState<T>): PathState<T>[] {
  return state.ahead?.step === '**' ? [state, ...spread(state.ahead.behind)] : [state];
}

/** One step further down; empty where no path leads there. */
export function nextStates<T>(states: readonly PathState<T>[], place: PathPlace): readonly PathState<T>[] {
  const next = new Set<PathState<T>>();
  for (const state of states) {
    const {step, behind} = state.ahead ?? {};
    if (step === '**') for (const one of spread(state)) next.add(one);
    else if (behind !== undefined && step?.(place) === true) for (const one of spread(behind)) next.add(one);
  }
  return [...next];
}

/** Those whose path ends here. */
export function ownersAt<T>(states: readonly PathState<T>[]): T[] {
  return states.length === 0 ? [] : states.filter(({ahead}) => ahead === undefined).map(({owner}) => owner);
}
