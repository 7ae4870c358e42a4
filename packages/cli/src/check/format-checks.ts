import {showText} from '@firefly/core';
import {styleText} from 'node:util';

import {wrapText} from '../terminal/wrap-text.ts';
import {checkNames, type CheckResult, type CheckStatus} from './check-result.ts';
import type {CheckVerdict} from './check-verdict.ts';
import {rulesAsYaml} from './rbac-rule.ts';

export interface FormatChecksOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
  /** Words in place of marks, where signs may not be shown: with NO_COLOR and on dumb terminals. */
  readonly plain: boolean;
}

interface Mark {
  readonly sign: string;
  readonly word: string;
  readonly color: 'green' | 'yellow' | 'red' | 'gray';
}

const marksByStatus: Readonly<Record<CheckStatus, Mark>> = {
  ok: {sign: '✓', word: 'ok', color: 'green'},
  warning: {sign: '!', word: 'warning', color: 'yellow'},
  failed: {sign: '✗', word: 'failed', color: 'red'},
  unknown: {sign: '?', word: 'unknown', color: 'red'},
  skipped: {sign: '-', word: 'skipped', color: 'gray'},
};

const nameWidth = Math.max(...Object.values(checkNames).map(({length}) => length)) + 2;

/** A line for each check, wrapped under itself; what to do about it below; rules as YAML; the verdict last. */
export function formatChecks(
  results: readonly CheckResult[],
  {sentence, ready}: CheckVerdict,
  {width, color, plain}: FormatChecksOptions,
): string {
  const style = (text: string, as: Mark['color'] | 'bold') =>
    color ? styleText(as, text, {validateStream: false}) : text;
  const lines = results.flatMap(({id, status, message, remedy, help, rules = []}) => {
    const {sign, word, color: as} = marksByStatus[status];
    const mark = plain ? word.padEnd(8) : `${sign} `;
    const indent = ' '.repeat(mark.length + nameWidth);
    const [first = '', ...rest] = wrapText(message, Math.max(width, 60), indent);
    const arrow = plain ? '-> ' : '→ ';
    return [
      `${style(mark, as)}${checkNames[id].padEnd(nameWidth)}${first.trimStart()}`,
      ...rest,
      ...(remedy === undefined ? [] : wrapText(`${arrow}${remedy}`, Math.max(width, 60), indent)),
      ...(help === undefined ? [] : [`${indent}${arrow}${help}`]),
      ...rulesAsYaml(rules).map((line) => `${indent}  ${showText(line)}`),
    ];
  });
  return `${[...lines, '', style(showText(sentence), ready ? 'green' : 'red')].join('\n')}\n`;
}
