import {showJson, showText} from '@firefly/core';

import {cutText} from '../report/cut-text.ts';
import {countNoun} from '../terminal/count-noun.ts';
import {cutToWidth} from '../terminal/cut-to-width.ts';
import {formatCount} from '../terminal/format-count.ts';
import {formatTable} from '../terminal/format-table.ts';
import type {ChangedField} from './changed-fields.ts';
import type {GroupChanges, ObjectChange} from './create-comparison.ts';
import type {DiffGap} from './diff-gaps.ts';
import type {Json} from './settled-value.ts';

/** What came of a comparison. */
export interface DiffResult {
  readonly result: 'same' | 'different' | 'trouble';
  readonly total: Pick<GroupChanges, 'added' | 'gone' | 'changed' | 'same'>;
  /** Types and namespaces in which something is not the same. */
  readonly groups: readonly GroupChanges[];
  /** The first 10,000. */
  readonly changes: readonly ObjectChange[];
  readonly notCompared: readonly DiffGap[];
}

const signs = {added: '+', gone: '-', changed: '~'} as const;
/** A table is read by people; `-o json` has the rest. */
const mostListed = 100;
const longestValue = 1000;

/** For people or programs; without credentials, and without a character that acts in place of being seen. */
export function formatComparison(diff: DiffResult, format: 'table' | 'json', width: number): string {
  if (format === 'json') return showJson({...diff, changes: diff.changes.map(withCutFields)}, 2);
  const {groups, changes, total} = diff;
  if (groups.length === 0) return '';
  const counts = ({added, gone, changed}: DiffResult['total']) => [added, gone, changed].map(formatCount);
  const table = formatTable({
    width,
    columns: [
      {title: 'TYPE', shrinkTo: 16},
      {title: 'NAMESPACE', shrinkTo: 12},
      {title: 'ADDED', align: 'right'},
      {title: 'GONE', align: 'right'},
      {title: 'CHANGED', align: 'right'},
    ],
    rows: [
      ...groups.map((group) => [group.type, group.namespace, ...counts(group)]),
      ['Sum', '', ...counts(total)],
    ],
  });
  const all = total.added + total.gone + total.changed;
  const listed = changes.slice(0, mostListed);
  const lines = listed.flatMap(({change, type, namespace, name, fields = []}) => [
    `${signs[change]} ${type} ${namespace === '' ? '' : `${namespace}/`}${name}`,
    ...fields.map((field) => `    ${fieldText(field)}`),
  ]);
  const more =
    all === listed.length ? [] : [`and ${countNoun(all - listed.length, 'object')} more: -o json lists them`];
  return `${[...table, '', ...[...lines, ...more].map((line) => cutToWidth(showText(line), width))].join('\n')}\n`;
}

function fieldText({path, before, after}: ChangedField): string {
  if (before === undefined) return `${path}: added ${valueText(after)}`;
  if (after === undefined) return `${path}: gone, was ${valueText(before)}`;
  return `${path}: ${valueText(before)} → ${valueText(after)}`;
}

function valueText(value: Json | undefined): string {
  return cutText(JSON.stringify(value) ?? '', longestValue);
}

function withCutFields({fields, ...change}: ObjectChange): object {
  const cut = (value: Json) => (JSON.stringify(value).length > longestValue ? valueText(value) : value);
  if (fields === undefined) return change;
  return {
    ...change,
    fields: fields.map(({path, before, after}) => ({
      path,
      ...(before === undefined ? {} : {before: cut(before)}),
      ...(after === undefined ? {} : {after: cut(after)}),
    })),
  };
}
