import {
  type DiscoveryFailure,
  type JsonRecord,
  readArray,
  readBoolean,
  readCount,
  readRecord,
  readString,
  readStrings,
  type ResourceTypeRecord,
} from '@firefly/core';

import type {SelectionRules} from '../discovery/select-types.ts';
import type {FolderNarrowing, RecordedReport} from './folder-format.ts';

/** What a replay needs of `report.json`; somebody may have written it by hand. */
export function readReport(value: unknown): RecordedReport {
  const report = readRecord(value, 'the report');
  const {uid, serverVersion} = textsOf(report['cluster'], 'cluster', ['uid', 'serverVersion']);
  const result = readString(report['result'], 'result');
  const rows = (name: string) =>
    readArray(report[name], name).map((row) => ({fields: readRecord(row, `${name}[]`), what: `${name}[]`}));
  return {
    cluster: {...(uid ? {uid} : {}), ...(serverVersion ? {serverVersion} : {})},
    ...(result === '' ? {} : {result}),
    readings: rows('readings').map(({fields, what}) => ({
      ...textsOf(fields, what, ['name', 'outcome', 'message', 'code']),
      isOfNamespaces: !isAbsent(fields['namespaces']),
    })),
    discoveryFailures: rows('discoveryFailures').map(({fields, what}): DiscoveryFailure => {
      const {subject, name, message, code} = textsOf(fields, what, ['subject', 'name', 'message', 'code']);
      const {expected} = fields;
      return {
        subject: subjectOf(subject),
        name,
        message,
        ...(code === '' ? {} : {code}),
        ...(isAbsent(expected) ? {} : {expected: readBoolean(expected, `${what}.expected`)}),
      };
    }),
    oversized: rows('oversized').map(({fields, what}) => ({
      ...textsOf(fields, what, ['stream', 'kind', 'namespace', 'name']),
      bytes: readCount(fields['bytes'], `${what}.bytes`),
    })),
  };
}

/** `narrowed-by.json`. */
export function readNarrowings(value: unknown): readonly FolderNarrowing[] {
  return readArray(value, 'the narrowings').map((entry) => {
    const row = readRecord(entry, 'a narrowing');
    const texts = textsOf(row, 'a narrowing', ['watchNamespace', 'namespaceSelector', 'result']);
    return {
      ...listsOf(row, ['types', 'watchNamespaces', 'ignoreNamespaces', 'selectors']),
      ...(isAbsent(row['limit']) ? {} : {limit: readCount(row['limit'], 'limit')}),
      ...(isAbsent(row['selection']) ? {} : {selection: readSelection(row['selection'])}),
      ...(isAbsent(row['helmReleases']) || readBoolean(row['helmReleases'], 'helmReleases')
        ? {}
        : {helmReleases: false as const}),
      // As folders had it before there could be several.
      ...(texts.watchNamespace === '' ? {} : {watchNamespaces: [texts.watchNamespace]}),
      ...(texts.namespaceSelector === '' ? {} : {namespaceSelector: texts.namespaceSelector}),
      ...(texts.result === '' ? {} : {result: texts.result}),
    };
  });
}

/** `resource-types.json`. */
export function readResourceTypes(value: unknown): readonly ResourceTypeRecord[] {
  return readArray(value, 'the types').map((row) => {
    const {kind, apiVersion} = textsOf(row, 'a type', ['kind', 'apiVersion']);
    const namespaced = readBoolean(readRecord(row, 'a type')['namespaced'], 'namespaced');
    // The order is the wire's.
    return {kind, namespaced, apiVersion};
  });
}

function readSelection(value: unknown): SelectionRules {
  const row = readRecord(value, 'selection');
  const truths = (['customResources', 'clusterScoped'] as const).filter((key) => !isAbsent(row[key]));
  return {
    ...listsOf(row, ['resources', 'addTypes', 'removeTypes']),
    ...Object.fromEntries(truths.map((key) => [key, readBoolean(row[key], key)])),
  };
}

/** These fields as texts, empty where they lack. */
function textsOf<Key extends string>(
  value: unknown,
  what: string,
  keys: readonly Key[],
): Record<Key, string> {
  const row = readRecord(value, what);
  return Object.fromEntries(keys.map((key) => [key, readString(row[key], `${what}.${key}`)])) as Record<
    Key,
    string
  >;
}

/** These fields as lists of texts, where they are there. */
function listsOf<Key extends string>(
  row: JsonRecord,
  keys: readonly Key[],
): Partial<Record<Key, readonly string[]>> {
  const there = keys.filter((key) => !isAbsent(row[key]));
  return Object.fromEntries(there.map((key) => [key, readStrings(row[key], key)])) as Partial<
    Record<Key, readonly string[]>
  >;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function subjectOf(text: string): DiscoveryFailure['subject'] {
  return text === 'group' || text === 'type' || text === 'file' ? text : 'folder';
}
