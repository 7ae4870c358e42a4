import {apiVersionOf, maskStrings, resourceTypeName, showJson, showText} from '@firefly/core';
import {stringify} from 'yaml';

import {formatCount} from '../terminal/format-count.ts';
import {formatTable, type TableColumn} from '../terminal/format-table.ts';
import type {TypeRow} from './type-row.ts';

export type TypesFormat = 'table' | 'wide' | 'json' | 'yaml' | 'name' | 'explained';

/** One type for programs: plain data, the same as JSON and as YAML. What nobody knows, or nobody asked for, is absent. */
export type TypeRecord = ReturnType<typeof recordOf>;

/** The types as text, line end included. The table cuts nothing but what makes it wider than the terminal. */
export function formatTypes(rows: readonly TypeRow[], format: TypesFormat, width: number): string {
  switch (format) {
    case 'name':
      return rows.map(({name}) => `${showText(name)}\n`).join('');
    case 'json':
      return showJson(rows.map(recordOf), 2);
    case 'yaml':
      return stringify(maskStrings(rows.map(recordOf), showText), {aliasDuplicateObjects: false});
    case 'explained':
      return rows.map(explained).join('');
    case 'table':
      return table(rows, narrowColumns, width);
    case 'wide':
      return table(rows, [...narrowColumns, ...wideColumns], Infinity);
  }
}

function explained({name, collected, explanation = []}: TypeRow): string {
  const lines = explanation.map((sentence) => `  ${showText(sentence)}\n`);
  return `${showText(name)} ${collected ? 'is' : 'is not'} collected.\n${lines.join('')}`;
}

interface Column extends TableColumn {
  readonly cell: (row: TypeRow) => string;
}

/** Where the terminal is narrow, columns go rather than the answer to the question. */
const narrowColumns: readonly Column[] = [
  {title: 'NAME', shrinkTo: 16, cell: ({name}) => name},
  {title: 'APIVERSION', goes: 2, cell: ({resource}) => apiVersionOf(resource)},
  {title: 'NAMESPACED', goes: 3, cell: ({resource}) => String(resource.namespaced)},
  {title: 'KIND', goes: 1, cell: ({resource}) => resource.kind},
  {title: 'OBJECTS', align: 'right', cell: objectsOf},
  {title: 'COLLECTED', cell: collectedOf},
  {title: 'WHY', shrinkTo: 12, cell: reasonOf},
];

const wideColumns: readonly Column[] = [
  {title: 'SHORTNAMES', cell: ({resource}) => resource.shortNames.join(',')},
  {title: 'VERBS', cell: ({resource}) => resource.verbs.join(',')},
  {title: 'CATEGORIES', cell: ({resource}) => resource.categories.join(',')},
  {title: 'MESSAGE', cell: ({message = ''}) => message},
];

function table(rows: readonly TypeRow[], columns: readonly Column[], width: number): string {
  const cells = rows.map((row) => columns.map(({cell}) => cell(row)));
  return `${formatTable({columns, rows: cells, width}).join('\n')}\n`;
}

function objectsOf({count}: TypeRow): string {
  return count === undefined ? '-' : `${formatCount(count.objects)}${count.orMore ? '+' : ''}`;
}

function collectedOf({collected, namespaces}: TypeRow): string {
  if (!collected) return 'no';
  return namespaces === undefined ? 'yes' : 'partly';
}

function reasonOf({reason, namespaces = [], selector = {}}: TypeRow): string {
  const where = namespaces.length === 1 ? namespaces[0] : `${formatCount(namespaces.length)} namespaces`;
  return [
    reason,
    ...(namespaces.length === 0 ? [] : [`${where} only`]),
    ...Object.values(selector).map((text) => `only ${text}`),
  ].join('; ');
}

function recordOf({resource: type, collected, reason, count, ...others}: TypeRow) {
  const {group, version, resource, kind, namespaced, verbs, shortNames, categories} = type;
  const {namespaces, message, selector, explanation} = others;
  return {
    name: resourceTypeName(type),
    group,
    version,
    resource,
    kind,
    namespaced,
    verbs,
    shortNames,
    categories,
    collected,
    reason,
    ...(namespaces === undefined ? {} : {namespaces}),
    ...(message === undefined ? {} : {message}),
    ...(selector === undefined ? {} : {selector}),
    ...(explanation === undefined ? {} : {explanation}),
    ...(count === undefined ? {} : {objects: count.objects}),
    ...(count?.orMore === true ? {orMore: true} : {}),
  };
}
