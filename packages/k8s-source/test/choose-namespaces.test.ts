import type {RawObject} from '@firefly/core';
import {describe, expect, test} from 'vitest';

import {chooseNamespaces, type NamespaceChoice} from '../src/choose-namespaces.ts';
import {startSandbox} from './sandbox-api.ts';

const labels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  shop: {team: 'a'},
  'shop-test': {team: 'a', stage: 'test'},
  ci: {team: 'b'},
};
const objects = Object.entries(labels).map(([name, labelsOfIt]) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {name, labels: labelsOfIt},
}));
const {signal} = new AbortController();

/** Which of the three are in its scope, and what it asked for. */
async function choose(
  choice: NamespaceChoice,
  {optOut = false, users}: {optOut?: boolean; users?: Parameters<typeof startSandbox>[1]} = {},
) {
  const {api, access, server} = await startSandbox(objects, users);
  const told: string[] = [];
  const warnings: string[] = [];
  const {includes, paths, permitted} = await chooseNamespaces({
    api,
    access,
    choice,
    signal,
    warn: (message) => warnings.push(message),
    ...(optOut ? {onNamespace: ({name}: RawObject) => void told.push(name)} : {}),
  });
  const lists = () => server.requests.filter(({path}) => path === '/api/v1/namespaces').length;
  const gets = server.requests.filter(({path}) => path.startsWith('/api/v1/namespaces/')).length;
  const names = Object.keys(labels).filter((name) => includes?.(name) ?? true);
  return {names, paths: paths?.toSorted(), told: told.toSorted(), warnings, permitted, lists, gets};
}

describe('a choice', () => {
  test.each<[NamespaceChoice, readonly string[], number]>([
    [{}, ['shop', 'shop-test', 'ci'], 0],
    [{ignoreNamespaces: ['shop*']}, ['ci'], 0],
    [{ignoreNamespaces: ['shop*', '!shop']}, ['shop', 'ci'], 0],
    [{ignoreNamespaces: ['!ci']}, ['ci'], 0],
    [{watchNamespaces: ['shop', 'ci']}, ['shop', 'ci'], 0],
    [{watchNamespaces: ['shop*', '!*-test']}, ['shop'], 1],
    [{namespaceSelector: 'team=a'}, ['shop', 'shop-test'], 1],
    [{namespaceSelector: 'team in (a,b),!stage'}, ['shop', 'ci'], 1],
    [{namespaceSelector: 'team=a', watchNamespaces: ['*-test']}, ['shop-test'], 1],
    [{namespaceSelector: 'team=a', watchNamespaces: ['shop', 'ci']}, ['shop'], 1],
    [{namespaceSelector: 'team=a', ignoreNamespaces: ['*-test']}, ['shop'], 1],
  ])('%j', async (choice, expected, lists) => {
    const chosen = await choose(choice);
    expect({names: chosen.names, lists: chosen.lists()}).toEqual({names: expected, lists});
  });

  test('of a few namespaces has a path for each of them', async () => {
    expect((await choose({namespaceSelector: 'team=a'})).paths).toEqual(['shop', 'shop-test']);
    expect((await choose({ignoreNamespaces: ['ci']})).paths).toBeUndefined();
  });

  test.each([
    [{namespaceSelector: 'team=c'}, 'no namespace with the labels "team=c"'],
    [{namespaceSelector: 'team=b', watchNamespaces: ['shop']}, 'no namespace with the labels "team=b"'],
    [{watchNamespaces: ['x*']}, 'no namespace "x*"'],
  ])('%j, which means none, ends the run', async (choice, sentence) => {
    await expect(choose(choice)).rejects.toMatchObject({
      code: 'K8S_NAMESPACE_NOT_FOUND',
      message: expect.stringContaining(sentence) as string,
    });
  });

  test('that needs a list which is forbidden ends the run', async () => {
    const users = {users: [{name: 'tenant', rules: []}]};
    await expect(choose({namespaceSelector: 'team=a'}, {users})).rejects.toMatchObject({
      code: 'K8S_NAMESPACES_UNLISTED',
      message: expect.stringContaining('namespaceSelector is set') as string,
    });
  });
});

describe('the list of namespaces is read once', () => {
  const podType = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};

  test('for labels, for opting out and for permissions', async () => {
    const {told, permitted, lists} = await choose({namespaceSelector: 'team=a'}, {optOut: true});
    expect(told).toEqual(['shop', 'shop-test']);
    expect((await permitted.for(podType)).names.toSorted()).toEqual(['shop', 'shop-test']);
    expect(lists()).toBe(1);
  });

  test('for patterns, of which opting out learns more than it needs', async () => {
    const {told, lists} = await choose({watchNamespaces: ['shop*']}, {optOut: true});
    expect(told).toEqual(expect.arrayContaining(['shop', 'shop-test']));
    expect(lists()).toBe(1);
  });

  test('and not at all where names say which, as for one who may read only those', async () => {
    const {told, warnings, lists, gets} = await choose(
      {watchNamespaces: ['shop', 'gone', 'shop']},
      {optOut: true},
    );
    // One request a name tells that it exists, and what opting out has to know.
    expect({told, lists: lists(), gets}).toEqual({told: ['shop'], lists: 0, gets: 2});
    expect(warnings).toEqual([expect.stringContaining('"gone"')]);
  });
});
