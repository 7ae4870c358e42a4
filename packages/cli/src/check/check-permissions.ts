import {mapInParallel, resourceTypeName, type ResourceType} from '@firefly/core';

import {countNoun} from '../terminal/count-noun.ts';
import {formatCount} from '../terminal/format-count.ts';
import {askPermission} from './ask-permission.ts';
import type {ClusterCheckContext} from './check-context.ts';
import type {CheckResult} from './check-result.ts';
import {rulesFor} from './rbac-rule.ts';

/** Namespaces that are asked about, one by one, where rules reviews cannot tell. */
const mostNamespaces = 50;

type Answer =
  | {readonly kind: 'allowed'}
  | {readonly kind: 'denied'}
  | {readonly kind: 'namespaces'; readonly namespaces: readonly string[]}
  | {readonly kind: 'unknown'; readonly message: string};

interface AnsweredType {
  readonly type: ResourceType;
  readonly answer: Answer;
}

/**
 * Whether each type that a run would collect may be listed: in the whole cluster (SelfSubjectAccessReview), else in
 * which namespaces (SelfSubjectRulesReview). One result for all types that are answered alike.
 */
export async function checkPermissions(
  types: readonly ResourceType[],
  {api, scope, signal, role}: ClusterCheckContext,
): Promise<CheckResult[]> {
  const {paths, includes = () => true, permitted} = scope;

  async function answerFor(type: ResourceType): Promise<Answer> {
    if (type.namespaced && paths !== undefined) {
      const answer = await answerIn(type, paths);
      const everywhere = answer.kind === 'namespaces' && answer.namespaces.length === paths.length;
      return everywhere ? {kind: 'allowed'} : answer;
    }
    const answer = await askPermission(api, {type, verb: 'list'}, signal);
    if (answer.kind !== 'denied' || !type.namespaced) return answer;
    const candidates = (await permitted.for(type)).names.filter(includes).slice(0, mostNamespaces);
    const inSome = await answerIn(type, candidates);
    return inSome.kind === 'namespaces' ? inSome : {kind: 'denied'};
  }

  async function answerIn(type: ResourceType, names: readonly string[]): Promise<Answer> {
    const answers = await mapInParallel(names, async (namespace) =>
      askPermission(api, {type, verb: 'list', namespace}, signal),
    );
    const namespaces = names.filter((_, index) => answers[index]?.kind === 'allowed');
    if (namespaces.length > 0) return {kind: 'namespaces', namespaces};
    return answers.find(({kind}) => kind === 'unknown') ?? {kind: 'denied'};
  }

  const answered = await mapInParallel(types, async (type): Promise<AnsweredType> => ({
    type,
    answer: await answerFor(type),
  }));
  return [...summary(answered, paths), ...gaps(answered, role)];
}

function summary(
  answered: readonly AnsweredType[],
  namespaces: readonly string[] | undefined,
): CheckResult[] {
  const allowed = answered.filter(({answer}) => answer.kind === 'allowed');
  if (answered.length === 0) {
    return [
      {
        id: 'permissions',
        status: 'failed',
        message: 'There is no type that would be collected.',
        remedy: 'See why with firefly-collector types.',
      },
    ];
  }
  if (allowed.length === 0) return [];
  const where =
    namespaces === undefined
      ? ''
      : ` in the namespace${namespaces.length === 1 ? '' : 's'} ${shortened(namespaces)}`;
  const all = allowed.length === answered.length;
  const message = all
    ? `All ${countNoun(answered.length, 'type')} that would be collected may be listed${where}.`
    : `${formatCount(allowed.length)} of ${countNoun(answered.length, 'type')} that would be collected may be listed${where}.`;
  return [{id: 'permissions', status: 'ok', message, types: namesOf(allowed)}];
}

function gaps(answered: readonly AnsweredType[], role: string): CheckResult[] {
  const groups = Map.groupBy(answered, ({answer}) => JSON.stringify(answer));
  return [...groups.values()].flatMap((group) => {
    const answer = group[0]?.answer;
    return answer === undefined ? [] : gap(answer, group, role);
  });
}

function gap(answer: Answer, group: readonly AnsweredType[], role: string): CheckResult[] {
  const types = namesOf(group);
  const rules = rulesFor(
    group.map(({type}) => type),
    ['list'],
  );
  const what = types.length === 1 ? (types[0] ?? '') : countNoun(types.length, 'type');
  const list = types.length === 1 ? '' : `: ${shortened(types)}`;
  switch (answer.kind) {
    case 'allowed':
      return [];
    case 'denied': {
      const message = `${what} may not be listed${list}.`;
      const leave = types.length <= 5 ? `, or leave out: --remove-types ${types.join(',')}` : '';
      const remedy = `Add these rules to ${role}${leave}.`;
      return [{id: 'permissions', status: 'failed', message, remedy, rules, types, incomplete: true}];
    }
    case 'namespaces': {
      const {namespaces} = answer;
      const only = namespaces.length === 1 ? 'the namespace' : `${formatCount(namespaces.length)} namespaces`;
      const message = `${what} may be listed in ${only} ${namespaces.join(', ')} only${list}.`;
      const remedy = `To collect other namespaces, add these rules to ${role}; for one alone there is --watch-namespace.`;
      return [
        {id: 'permissions', status: 'warning', message, remedy, rules, types, namespaces, incomplete: true},
      ];
    }
    case 'unknown': {
      const message = `Whether ${what} may be listed could not be asked${list}. ${answer.message}`;
      return [{id: 'permissions', status: 'unknown', message, remedy: 'Try again.', types}];
    }
  }
}

function namesOf(answered: readonly AnsweredType[]): string[] {
  return answered.map(({type}) => resourceTypeName(type));
}

/** The rules name all of them. */
function shortened(names: readonly string[]): string {
  const rest = names.length - 6;
  return rest <= 1 ? names.join(', ') : `${names.slice(0, 6).join(', ')} and ${formatCount(rest)} more`;
}
