import {glob} from '@firefly/core';

import {parsePath, type PathState, type PathStep, startOfPath} from './path-pattern.ts';
import type {Rule, RuleAction} from './rule.ts';

/** Says where an expression matches a text, in order. Offsets count UTF-16 units. */
export interface Expression {
  (text: string): readonly {readonly start: number; readonly end: number}[];
  /** What every match has in it: a text without it costs next to nothing. */
  readonly literal?: string;
}

/** Compiles an expression of RE2; throws what is wrong with it. */
export type CompileExpression = (source: string) => Expression;

/** A rule that is ready for one document. */
export interface PlannedRule {
  readonly name: string;
  readonly action: RuleAction;
  readonly path: readonly PathStep[] | undefined;
  readonly isOfManagedFields: boolean;
  readonly isAnnotation: ((name: string) => boolean) | undefined;
  readonly isInEnvironment: boolean;
  readonly key: ((key: string) => boolean) | undefined;
  readonly value: Expression | undefined;
  readonly tellsByKey: boolean;
  readonly tellsByValue: boolean;
  readonly isCopy: boolean;
  readonly leavesTemplates: boolean;
  /** It must see every value, whether or not an anchor is in it. */
  readonly seesAll: boolean;
}

/** What is known of a document before it is read. */
export interface DocumentFacts {
  readonly kind: string;
  /** Empty for the core group. */
  readonly group: string;
  /** As lists name the type; undefined where only the kind is known. */
  readonly resource?: string;
  /** Where it is; read when a rule asks for it. */
  readonly object: {readonly namespace?: string | undefined; readonly name: string};
}

/** The rules that count for one document, in order. */
export interface RulePlan {
  readonly rules: readonly PlannedRule[];
  readonly paths: readonly PathState<PlannedRule>[];
  /** `data` and `stringData` of whatever says that it is a Secret go by this rule. */
  readonly secrets: string | undefined;
  /** `metadata.managedFields` goes by this rule: passed over in any case, it needs no path to be followed. */
  readonly managedFields: string | undefined;
  readonly annotations: readonly PlannedRule[];
  readonly byKey: readonly PlannedRule[];
  readonly byValue: readonly PlannedRule[];
  readonly keeping: readonly PlannedRule[];
  /** What is found by key and by value is the same everywhere. */
  readonly isSameEverywhere: boolean;
  /** Some rule counts for other kinds, whose manifests may lie within. */
  readonly hasOtherKinds: boolean;
  /** Some rule must see every value, whether or not a detector's words are in it. */
  readonly seesAll: boolean;
  /** How many expressions the rules have for keys, and for keys and values. */
  readonly keyExpressions: number;
  readonly expressions: number;
}

/** Says which rules count for a document. */
export type PlanFor = (facts: DocumentFacts) => RulePlan;

/** Kinds in texts are what their makers say. */
const mostTypes = 2000;

const managedFieldsPath = 'metadata.managedFields';

/**
 * Makes the rules ready; the user's stand before the built-in ones, and the first that takes an entry has it.
 * @throws {SyntaxError} for a path or an expression that cannot be read: readers of rules check both first.
 */
export function planRules(rules: readonly Rule[], compile: CompileExpression): PlanFor {
  const ready = rules.map((rule) => ({
    planned: plannedRule(rule, compile),
    kinds: rule.kinds?.map(kindMatcher),
    fitsNamespace: anyOf(rule.namespaces),
    fitsName: anyOf(rule.names),
  }));
  const plans = new Map<string, RulePlan>();
  /** By type: what is left to ask is the object's namespace and name, where a rule names any. */
  const byType = new Map<string, (object: DocumentFacts['object']) => RulePlan>();
  /** Objects of one type come together. */
  let last = {kind: '', group: '', resource: '', planFor: ofType('', '', '')};
  return ({kind, group, resource = '', object}) => {
    if (last.kind !== kind || last.group !== group || last.resource !== resource) {
      const type = `${group}/${resource}/${kind}`;
      last = {kind, group, resource, planFor: byType.get(type) ?? ofType(kind, group, resource)};
      if (byType.size < mostTypes) byType.set(type, last.planFor);
    }
    return last.planFor(object);
  };

  function ofType(kind: string, group: string, resource: string) {
    const fitting = ready.filter(({kinds}) => kinds?.some((fits) => fits(kind, group, resource)) ?? true);
    if (fitting.every(({fitsNamespace, fitsName}) => fitsNamespace === undefined && fitsName === undefined)) {
      const plan = planWith(fitting);
      return () => plan;
    }
    return ({namespace = '', name}: DocumentFacts['object']) =>
      planWith(
        fitting.filter(
          ({fitsNamespace, fitsName}) => (fitsNamespace?.(namespace) ?? true) && (fitsName?.(name) ?? true),
        ),
      );
  }

  function planWith(those: typeof ready): RulePlan {
    const id = those.map((rule) => ready.indexOf(rule)).join();
    const known = plans.get(id) ?? planOf(those.map(({planned}) => planned));
    plans.set(id, known);
    return known;
  }

  function planOf(planned: readonly PlannedRule[]): RulePlan {
    const byKey = planned.filter(({tellsByKey}) => tellsByKey);
    const byValue = planned.filter(({tellsByValue}) => tellsByValue);
    const keeping = planned.filter(({action}) => action === 'keep');
    const keyExpressions = planned.filter(({key}) => key !== undefined).length;
    return {
      rules: planned,
      paths: planned.flatMap((rule) =>
        rule.path === undefined || rule.isOfManagedFields ? [] : startOfPath(rule.path, rule),
      ),
      managedFields: planned.find(({isOfManagedFields}) => isOfManagedFields)?.name,
      secrets: rules.find((rule) => rule.name === 'secrets' && rule.kinds?.includes('secrets') === true)
        ?.name,
      annotations: planned.filter(({isAnnotation}) => isAnnotation !== undefined),
      byKey,
      byValue,
      keeping,
      isSameEverywhere:
        keeping.length === 0 &&
        [byKey, byValue].every(
          (those) => those.length === 0 || those.some((rule) => rule.path === undefined && takesAll(rule)),
        ),
      hasOtherKinds: planned.length < rules.length,
      seesAll: planned.some(({seesAll}) => seesAll),
      keyExpressions,
      expressions: keyExpressions + planned.filter(({value}) => value !== undefined).length,
    };
  }
}

/** Whether a rule takes whatever is where its path leads, as far as its detectors find it; or without any of these. */
export function takesAll(rule: PlannedRule, hasNoDetectors = false): boolean {
  const {isAnnotation, isInEnvironment, key, value, tellsByKey, tellsByValue, isCopy} = rule;
  if (hasNoDetectors && (tellsByKey || tellsByValue || isCopy)) return false;
  return isAnnotation === undefined && !isInEnvironment && key === undefined && value === undefined;
}

function plannedRule(rule: Rule, compile: CompileExpression): PlannedRule {
  const {name, action = 'mask', path, within, detectors = []} = rule;
  const annotations = anyOf(rule.annotations);
  const key = rule.key === undefined ? undefined : compile(rule.key);
  const others = Object.keys(rule).filter(
    (member) => !['name', 'kinds', 'namespaces', 'names'].includes(member),
  );
  return {
    name,
    action,
    path: path === undefined ? undefined : parsePath(path),
    isOfManagedFields: path === managedFieldsPath && others.length === 1,
    isAnnotation: annotations === undefined ? undefined : remembered(annotations),
    isInEnvironment: within === 'environment',
    key: key === undefined ? undefined : remembered((text) => key(text).length > 0),
    value: rule.value === undefined ? undefined : compile(rule.value),
    tellsByKey: detectors.includes('telling key'),
    tellsByValue: detectors.includes('telling value'),
    isCopy: detectors.includes('copy'),
    leavesTemplates: rule.except === 'templates',
    seesAll: rule.key !== undefined || rule.value !== undefined,
  };
}

/** Whether a text fits one of these; undefined where any does. */
function anyOf(patterns: readonly string[] | undefined): ((text: string) => boolean) | undefined {
  if (patterns === undefined) return undefined;
  const names = new Set(patterns);
  const globs = patterns.filter((one) => one.includes('*')).map((one) => glob(one));
  return (text) => names.has(text) || globs.some((fits) => fits(text));
}

/** Names of annotations, and keys, are few, and the same in every object. */
function remembered(asks: (name: string) => boolean): (name: string) => boolean {
  const answers = new Map<string, boolean>();
  return (name) => {
    const answer = answers.get(name) ?? asks(name);
    if (answers.size >= mostTypes) answers.clear();
    answers.set(name, answer);
    return answer;
  };
}

/** `configmaps`, `widgets.demo.example.com`, `*.demo.example.com`: by the type's name, or by what a kind's would be. */
function kindMatcher(name: string): (kind: string, group: string, resource: string) => boolean {
  const fits = glob(name);
  return (kind, group, resource) => {
    const suffix = group === '' ? '' : `.${group}`;
    if (resource !== '') return fits(resource + suffix);
    const singular = kind.toLowerCase();
    const plurals = [`${singular}s`, `${singular}es`, singular.replace(/y$/, 'ies'), singular];
    return plurals.some((plural) => fits(plural + suffix));
  };
}

/** What manifests of the kinds that rules name have in them, wherever they lie: a part of the kind, or the group. */
export function wordsOfKinds(rules: readonly Rule[]): readonly string[] {
  return rules.flatMap(({kinds = []}) =>
    kinds.flatMap((kind) => {
      const [resource = '', ...group] = kind.split('.');
      const words = [resource.replace(/(?:ie|e)?s$/, ''), group.join('.')].filter(
        (word) => !word.includes('*'),
      );
      return words.find((word) => word.length > 2) ?? [];
    }),
  );
}
