import type {ErrorObject} from 'ajv';
import {isMap, isNode, isScalar, LineCounter, parseDocument} from 'yaml';

import {parsePath} from './path-pattern.ts';
import {RuleError} from './rule-error.ts';
import {ruleSchema} from './rule-schema.ts';
import {validateRules} from './rule-validator.ts';
import type {CompileExpression} from './rule-plan.ts';
import type {Rule} from './rule.ts';

/** Names that the built-in sets have in the report. */
const taken = new Set(['secrets', 'env', 'managedFields', 'lastApplied', 'keys', 'values', 'fireflyKeys']);
const mostRules = 200;

/** The user's rules, and what compiles their expressions, loaded where one has any. */
export interface UserRules {
  readonly rules: readonly Rule[];
  readonly compile: CompileExpression | undefined;
}

/**
 * Reads the user's rules: YAML, checked against the schema, with paths and expressions that can be used.
 *
 * @param text The YAML; `place` names it in what is wrong.
 * @throws {RuleError} with one sentence for each problem, which names the rule and the line.
 */
export async function readRules(text: string, place: string): Promise<UserRules> {
  const lines = new LineCounter();
  const document = parseDocument(text, {lineCounter: lines, maxAliasCount: 0} as object);
  const at = (offset: number) => `${place}, line ${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    throw new RuleError(
      document.errors.map(({pos, message}) => `${at(pos[0])}: no YAML: ${firstLine(message)}`),
    );
  }
  const value: unknown = document.toJS() ?? [];
  /** `Rule 2 ("notes"), redactRules, line 7: path`. */
  const where = (path: readonly (string | number)[]): string => {
    const node = path.length === 0 ? document.contents : document.getIn(path, true);
    const parent = document.getIn(path.slice(0, 1), true);
    const offset = [node, parent, document.contents]
      .map((one) => (isNode(one) ? one.range?.[0] : undefined))
      .find((one) => one !== undefined);
    const [index, ...member] = path;
    const name = isMap(parent) ? parent.get('name', true) : undefined;
    const called = isScalar(name) && typeof name.value === 'string' ? ` ("${name.value.slice(0, 63)}")` : '';
    const rule = typeof index === 'number' ? `rule ${index + 1}${called}` : 'the file';
    return `${at(offset ?? 0)}: ${rule}${member.length === 0 ? '' : `, ${member.join('.')}`}`;
  };
  if (!validateRules(value)) throw new RuleError(problemsOf(validateRules.errors ?? [], where));
  const rules = value as Rule[];
  const problems: string[] = [];
  if (rules.length > mostRules)
    problems.push(`${place}: ${mostRules} rules at most are expected, not ${rules.length}.`);
  const hasExpressions = rules.some((rule) => rule.key !== undefined || rule.value !== undefined);
  const compile = hasExpressions ? (await import('./compile-expression.ts')).compileExpression : undefined;
  for (const [index, rule] of rules.entries()) {
    if (taken.has(rule.name))
      problems.push(
        `${where([index, 'name'])}: "${rule.name}" is the name of a built-in set; another one is expected.`,
      );
    attempt(() => rule.path !== undefined && parsePath(rule.path), [index, 'path']);
    attempt(() => rule.key !== undefined && compile?.(rule.key), [index, 'key']);
    attempt(() => rule.value !== undefined && compile?.(rule.value), [index, 'value']);
  }
  if (problems.length > 0) throw new RuleError(problems);
  return {rules, compile};

  function attempt(read: () => unknown, path: readonly [number, string]) {
    try {
      read();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      problems.push(
        `${where(path)}: "${String(rules[path[0]]?.[path[1] as 'path']).slice(0, 100)}" ${error.message}.`,
      );
    }
  }
}

function problemsOf(
  errors: readonly ErrorObject[],
  where: (path: readonly (string | number)[]) => string,
): string[] {
  const problems = errors
    .filter(({keyword, schemaPath}) => !(keyword === 'required' && schemaPath.includes('/anyOf/')))
    .map((error) => {
      const path = error.instancePath
        .split('/')
        .slice(1)
        .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
      switch (error.keyword) {
        case 'required':
          return `${where(path)}: it has no ${String(error.params['missingProperty'])}, which is expected.`;
        case 'anyOf':
          return `${where(path)}: one of path, annotations, key, value, detectors is expected, which say what it takes.`;
        case 'additionalProperties':
          return `${where([...path, String(error.params['additionalProperty'])])}: no such member; ${Object.keys(ruleSchema.items.properties).join(', ')} are expected.`;
        default: {
          const expected =
            (error.parentSchema as {'x-expected'?: string} | undefined)?.['x-expected'] ?? 'another value';
          return `${where(path)}: ${shown(error.data)} does not fit; ${expected} is expected.`;
        }
      }
    });
  return [...new Set(problems)];
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? '').replace(/ at line \d+, column \d+:?$/, '.');
}
