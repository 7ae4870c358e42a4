import type {ErrorObject} from 'ajv';
import {type Document, isMap, isNode, LineCounter, parseDocument} from 'yaml';

import {builtInRules} from './built-in-rules.ts';
import {parsePath} from './path-pattern.ts';
import {RuleError} from './rule-error.ts';
import {ruleSchema} from './rule-schema.ts';
import {validateRules} from './rule-validator.ts';
import type {CompileExpression} from './rule-plan.ts';
import type {Rule} from './rule.ts';

/** Names that the report has for what is built in. */
const taken: readonly string[] = [...Object.keys(builtInRules), 'fireflyKeys', 'repeated'];

/** The user's rules, and what compiles their expressions, loaded where one has any. */
export interface UserRules {
  readonly rules: readonly Rule[];
  readonly compile: CompileExpression | undefined;
}

/**
 * Reads the user's rules: YAML, checked against the schema; `place` names it in what is wrong.
 * @throws {RuleError} with one sentence for each problem, which names the rule and the line.
 */
export async function readRules(text: string, place: string): Promise<UserRules> {
  const lines = new LineCounter();
  const document = parseDocument(text, {lineCounter: lines});
  const at = (offset: number) => `${place}, line ${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    throw new RuleError(
      document.errors.map(({pos, message}) => `${at(pos[0])}: no YAML: ${firstLine(message)}`),
    );
  }
  const value = valueOf(document, place);
  /** `redactRules, line 7: rule 2 ("notes"), path`. */
  const where = (path: readonly (string | number)[]): string => {
    const [index, ...member] = path;
    const [node, rule, file] = [path, path.slice(0, 1), []].map((one): unknown => document.getIn(one, true));
    const name = isMap(rule) ? rule.get('name') : undefined;
    const called = typeof name === 'string' ? ` ("${name.slice(0, 63)}")` : '';
    const whose = typeof index === 'number' ? `rule ${index + 1}${called}` : 'the file';
    const offset = [node, rule, file].find((one) => isNode(one))?.range?.[0] ?? 0;
    return `${at(offset)}: ${[whose, member.join('.')].filter((part) => part !== '').join(', ')}`;
  };
  if (!validateRules(value)) throw new RuleError(problemsOf(validateRules.errors ?? [], where));
  const rules = value as Rule[];
  const hasExpressions = rules.some((rule) => rule.key !== undefined || rule.value !== undefined);
  const compile = hasExpressions ? (await import('./compile-expression.ts')).compileExpression : undefined;
  const problems = rules.flatMap((rule, index) =>
    (['name', 'path', 'key', 'value'] as const).flatMap((member) => {
      const given = rule[member];
      const problem = given === undefined ? undefined : problemWith(given, member, compile);
      return problem === undefined
        ? []
        : [`${where([index, member])}: "${given?.slice(0, 100)}" ${problem}.`];
    }),
  );
  if (problems.length > 0) throw new RuleError(problems);
  return {rules, compile};
}

function valueOf(document: Document, place: string): unknown {
  try {
    return document.toJS() ?? [];
  } catch (error) {
    // Aliases of what is not there, or of more than there is memory for.
    throw new RuleError([`${place}: no YAML: ${error instanceof Error ? error.message : ''}.`]);
  }
}

function problemWith(
  text: string,
  member: 'name' | 'path' | 'key' | 'value',
  compile: CompileExpression | undefined,
): string | undefined {
  try {
    if (member === 'name')
      return taken.includes(text) ? 'is the name of a built-in set; another one is expected' : undefined;
    if (member === 'path') parsePath(text);
    else compile?.(text);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
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
