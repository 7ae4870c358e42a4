import {readFileSync} from 'node:fs';
import {join} from 'node:path';

import fc from 'fast-check';
import {expect, test} from 'vitest';

import {settingsSchema} from '../../packages/cli/src/settings/settings-schema.ts';
import type {SchemaNode, ValuesSchema} from '../scripts/values-schema.ts';
import {chart} from './helm.ts';

const read = (name: string) => readFileSync(join(chart, name), 'utf8');
const schema = JSON.parse(read('values.schema.json')) as ValuesSchema;
const settings: Readonly<Record<string, SchemaNode>> = settingsSchema.properties;
/** Three have their rules in a template, since Helm would show a key; the chart's `resources` are the pod's, its `redactionKey` names a Secret. */
const apart = ['clusterId', 'accessKey', 'secretKey', 'resources', 'redactRules', 'redactionKey'];

/** The values that the collector is handed as they are, each with its own schema and that of the setting. */
const shared = Object.entries(schema.properties ?? {}).flatMap(([value, node]) => {
  const setting = settings[value === 'apiEndpoint' ? 'endpoint' : value];
  if (setting === undefined || apart.includes(value)) return [];
  return [{value, node: resolved(node), setting}];
});

function resolved(node: SchemaNode): SchemaNode {
  return schema.definitions[node.$ref?.replace('#/definitions/', '') ?? ''] ?? node;
}

test('a value that the collector would refuse in every run is refused by the chart', () => {
  expect(shared.length).toBeGreaterThan(30);
  for (const {value, node, setting} of shared) {
    const bounds = ({minimum, maximum}: SchemaNode) => ({minimum, maximum});
    expect({value, ...bounds(node)}).toEqual({value, ...bounds(setting)});
    for (const [own, theirs] of [
      [node, setting],
      [resolved(node.items ?? {}), setting.items ?? {}],
    ] as const) {
      if (theirs.enum !== undefined)
        expect(theirs.enum).toEqual(expect.arrayContaining((own.enum ?? ['']).map(String)));
      if (theirs.pattern !== undefined && !value.endsWith('Types'))
        // Empty: not given.
        expect([theirs.pattern, theirs.pattern.replace(/^\^(.*)\$$/u, '^($1)?$')]).toContain(own.pattern);
    }
  }
});

test('a selector is held to the form that the collector takes', () => {
  const members = (node: unknown) => (node as {additionalProperties: SchemaNode}).additionalProperties.properties;
  const own = Object.entries(members(schema.properties?.['selectors']) ?? {});
  expect(own.map(([name, node]) => [name, resolved(node).pattern])).toEqual(
    Object.entries(members(settings['selectors']) ?? {}).map(([name, {pattern}]) => [name, pattern]),
  );
});

test('every name of a type that the chart takes is one that the collector takes', () => {
  const own = new RegExp(schema.definitions['resourceType']?.pattern ?? '', 'u');
  const theirs = new RegExp(settings['addTypes']?.items?.pattern ?? '');
  fc.assert(fc.property(fc.stringMatching(own), (name) => theirs.test(name)));
});

test('the cluster id is held to the rule of the collector', () => {
  expect(read('templates/_validate.tpl')).toContain(
    `regexMatch "${settingsSchema.properties.clusterId.pattern}"`,
  );
});
