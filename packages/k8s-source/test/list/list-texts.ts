import type {ResourceType} from '@firefly/core';
import fc from 'fast-check';

import {
  distinct,
  type JsonText,
  jsonText,
  type Member,
  otherMembers,
  render,
  spacing,
  stringText,
} from './json-texts.ts';

export const podType: ResourceType = {
  group: '',
  version: 'v1',
  kind: 'Pod',
  resource: 'pods',
  namespaced: true,
};

/** A list as text, and the text of each of its items. */
export interface ListText {
  readonly text: string;
  readonly items: readonly string[];
}

const scalar = (text: string): JsonText => ({kind: 'scalar', text});
const object = (members: readonly Member[]): JsonText => ({kind: 'object', members: distinct(members)});

function optional<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(arbitrary, {maxLength: 1});
}

function member(name: string, value: fc.Arbitrary<JsonText>): fc.Arbitrary<Member> {
  const escapedName = `"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}"`;
  return fc.tuple(fc.constantFrom(`"${name}"`, `"${name}"`, `"${name}"`, escapedName), value);
}

const anyString = stringText.map(scalar);

const ownerReference = fc
  .tuple(member('kind', anyString), member('name', anyString), member('uid', anyString), otherMembers)
  .chain(([kind, name, uid, others]) => fc.shuffledSubarray([kind, name, uid, ...others], {minLength: 3}))
  .map(object);

const metadata = fc
  .tuple(
    optional(member('name', fc.oneof(anyString, anyString, jsonText))),
    optional(member('namespace', fc.oneof(anyString, anyString, jsonText))),
    optional(member('uid', fc.oneof(anyString, anyString, jsonText))),
    optional(
      member(
        'ownerReferences',
        fc.oneof(
          fc.array(ownerReference, {maxLength: 3}).map((values): JsonText => ({kind: 'array', values})),
          jsonText,
        ),
      ),
    ),
    otherMembers,
  )
  .chain(([name, namespace, uid, owners, others]) => {
    const members = [...name, ...namespace, ...uid, ...owners, ...others];
    return fc.shuffledSubarray(members, {minLength: members.length});
  })
  .map(object);

const item = fc
  .tuple(
    optional(
      member('apiVersion', fc.constantFrom('"v1"', '"example.com/v1"', '"\\u0076\\u0031"').map(scalar)),
    ),
    optional(member('kind', fc.constantFrom('"Pod"', '"Widget"').map(scalar))),
    optional(member('metadata', fc.oneof(metadata, metadata, metadata, jsonText))),
    optional(member('spec', jsonText)),
    otherMembers.map((members) => members.filter(([key]) => !ownKeys.has(JSON.parse(key) as string))),
  )
  .chain((parts) => {
    const members = parts.flat<Member[][]>(1);
    return fc.shuffledSubarray(members, {minLength: members.length});
  })
  .map(object);

const ownKeys = new Set(['apiVersion', 'kind', 'metadata', 'items', 'continue']);

const listMetadata = fc
  .tuple(
    optional(member('continue', anyString)),
    optional(
      member(
        'remainingItemCount',
        fc.nat().map((count) => scalar(String(count))),
      ),
    ),
    member('resourceVersion', fc.constant(scalar('"123"'))),
  )
  .map(([next, remaining, version]) => object([...next, ...remaining, version]));

type Order = (parts: Readonly<Record<'kind' | 'apiVersion' | 'metadata' | 'items', Member>>) => Member[];

/** Built-in types come in the order of Go's struct, custom resources with sorted keys; others may come in any. */
const orders: readonly Order[] = [
  ({kind, apiVersion, metadata, items}) => [kind, apiVersion, metadata, items],
  ({kind, apiVersion, metadata, items}) => [apiVersion, items, kind, metadata],
  ({metadata, items}) => [metadata, items],
  ({kind, items}) => [items, kind],
];

/** Lists that an API server could send, in every shape that JSON leaves open. */
export const listText: fc.Arbitrary<ListText> = fc
  .record({
    items: fc.array(fc.tuple(item, spacing), {maxLength: 4}),
    itemsKey: fc.constantFrom('"items"', '"items"', '"i\\u0074ems"'),
    metadata: fc.oneof(listMetadata, listMetadata, fc.constantFrom(scalar('null'), scalar('{}'))),
    order: fc.constantFrom(...orders),
    others: otherMembers,
    spacing,
    around: fc.constantFrom('', '\n', ' \r\n\t'),
  })
  .map(({items, itemsKey, metadata, order, others, spacing, around}) => {
    const texts = items.map(([one, within]) => render(one, within));
    const members = order({
      kind: ['"kind"', scalar('"PodList"')],
      apiVersion: ['"apiVersion"', scalar('"v1"')],
      metadata: ['"metadata"', metadata],
      items: [itemsKey, {kind: 'array', values: texts.map(scalar)}],
    });
    // What a list has beside the four is no one's business, and stands before and after them.
    const more = others.filter(([key]) => !ownKeys.has(JSON.parse(key) as string));
    const list = object([...more.slice(0, 1), ...members, ...more.slice(1)]);
    return {text: around + render(list, spacing) + around, items: texts};
  });
