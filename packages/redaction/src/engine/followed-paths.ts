import type {PathState, PathStep} from '../rules/path-pattern.ts';
import type {PlannedRule, RulePlan} from '../rules/rule-plan.ts';
import type {Place} from './examination.ts';

const noStates: readonly PathState[] = [];

/** Where the rules' paths begin: at an object, not at a text that is none of its own. */
export function startStates({isObject, plan}: Place): readonly PathState[] {
  return isObject ? plan.paths.map(({path}) => path?.start ?? []) : noStates;
}

/** One step further down; empty where no path leads there. */
export function nextStates(
  {paths}: RulePlan,
  states: readonly PathState[],
  step: PathStep,
): readonly PathState[] {
  if (states.length === 0) return noStates;
  const next = paths.map(({path}, index) => path?.next(states[index] ?? [], step) ?? []);
  return next.every((state) => state.length === 0) ? noStates : next;
}

/** The rules whose path ends here. */
export function reachedRules({paths}: RulePlan, states: readonly PathState[]): ReadonlySet<PlannedRule> {
  return new Set(paths.filter(({path}, index) => path?.isEnd(states[index] ?? []) === true));
}
