import {describe, expect, test} from 'vitest';

import type {ApiServer} from '../../src/api/api-server.ts';
import {ApiStatusError} from '../../src/api/api-status-error.ts';
import {createPermittedNamespaces} from '../../src/list/permitted-namespaces.ts';
import {accessTo} from '../api/loopback.ts';
import {podType} from './list-texts.ts';

interface Rule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** An API server with one namespace a page, and these rules in them. */
function apiWith(rules: Readonly<Record<string, readonly Rule[]>>, beforePage: () => void = () => {}) {
  const names = Object.keys(rules);
  const tokens: unknown[] = [];
  const api: Pick<ApiServer, 'stream' | 'json'> = {
    async stream(_path, {query, signal}) {
      tokens.push(query?.['continue']);
      beforePage();
      signal.throwIfAborted();
      const index = Number(query?.['continue'] ?? 0);
      const metadata = index + 1 < names.length ? {continue: String(index + 1)} : {};
      const list = JSON.stringify({
        metadata,
        items: names.slice(index, index + 1).map((name) => ({metadata: {name}})),
      });
      return (async function* () {
        yield Buffer.from(list);
      })();
    },
    async json(_path, {body}) {
      const {namespace} = (body as {spec: {namespace: string}}).spec;
      return {status: {resourceRules: rules[namespace]}};
    },
  };
  return {api: api as ApiServer, tokens};
}

const access = accessTo(new URL('https://cluster.example'), {namespace: 'own'});
const {signal} = new AbortController();

test('namespaces are listed to the last page', async () => {
  const rule = {verbs: ['*'], apiGroups: ['*'], resources: ['*']};
  const {api, tokens} = apiWith({a: [rule], b: [rule], c: [rule]});
  expect(await createPermittedNamespaces(api, access, {signal}).for(podType)).toEqual({
    names: ['a', 'b', 'c'],
    uncertain: new Set(),
    failure: undefined,
  });
  expect(tokens).toEqual([undefined, '1', '2']);
});

describe('a namespace is tried', () => {
  const rule = {verbs: ['list'], apiGroups: [''], resources: ['pods']};
  test.each<[string, readonly Rule[] | undefined, boolean]>([
    ['where a rule allows the list', [rule], true],
    ['where any of the rules does', [{...rule, resources: ['services']}, rule], true],
    ['where all verbs are allowed', [{...rule, verbs: ['*']}], true],
    ['in all groups', [{...rule, apiGroups: ['*']}], true],
    ['for all resources', [{...rule, resources: ['*']}], true],
    ['unless the verb is another', [{...rule, verbs: ['get', 'watch']}], false],
    ['unless the group is another', [{...rule, apiGroups: ['apps']}], false],
    ['unless the resource is another', [{...rule, resources: ['pods/log']}], false],
    ['unless only objects of some names are meant', [{...rule, resourceNames: ['one']}], false],
    ['unless there are no rules', [], false],
    ['unless a rule says nothing', [{}], false],
    ['unless nothing is said at all', undefined, false],
  ])('%s', async (_, rules, tried) => {
    const {api} = apiWith({a: rules as readonly Rule[]});
    const {names} = await createPermittedNamespaces(api, access, {signal}).for(podType);
    expect(names).toEqual(tried ? ['a'] : []);
  });

  test('where its rules come without a status', async () => {
    const {api} = apiWith({a: []});
    const silent = {...api, json: async () => ({})};
    expect(await createPermittedNamespaces(silent, access, {signal}).for(podType)).toMatchObject({
      names: ['a'],
      uncertain: new Set(['a']),
    });
  });

  test.each<[string, unknown, readonly string[], string | undefined]>([
    ['rules that are null', {resourceRules: null, incomplete: null}, [], undefined],
    ['verbs that are null', {resourceRules: [{...rule, verbs: null}]}, [], undefined],
    ['groups that are null', {resourceRules: [{...rule, apiGroups: null}]}, [], undefined],
    ['names that are null', {resourceRules: [{...rule, resourceNames: null}]}, ['a'], undefined],
    ['rules of another shape', {resourceRules: 5}, ['a'], 'CORE_UNEXPECTED_SHAPE'],
    ['a status of another shape', [], ['a'], 'CORE_UNEXPECTED_SHAPE'],
  ])('as Go reads %s', async (_, status, names, code) => {
    const odd = {...apiWith({a: []}).api, json: async () => ({status})};
    const tried = await createPermittedNamespaces(odd, access, {signal}).for(podType);
    expect([tried.names, tried.failure?.code]).toEqual([names, code]);
  });

  test('unless its name is none, which would lead the path elsewhere', async () => {
    const {api} = apiWith({'../x': [rule], a: [rule]});
    expect((await createPermittedNamespaces(api, access, {signal}).for(podType)).names).toEqual(['a']);
  });

  test('without a review where reviews fail one after the other', async () => {
    const rules = Object.fromEntries(Array.from({length: 40}, (_, index) => [`ns-${index}`, []]));
    let reviews = 0;
    const failing: ApiServer = {
      ...apiWith(rules).api,
      async json(path) {
        reviews++;
        throw new ApiStatusError({status: 503, path});
      },
    };
    const permitted = createPermittedNamespaces(failing, access, {signal});
    expect((await permitted.for(podType)).uncertain.size).toBe(40);
    // Ten that failed, and what else was under way then.
    expect(reviews).toBeLessThanOrEqual(17);
  });

  test('by few reviews at once, however many namespaces there are', async () => {
    const rules = Object.fromEntries(Array.from({length: 40}, (_, index) => [`ns-${index}`, [rule]]));
    const {api} = apiWith(rules);
    let underWay = 0;
    let most = 0;
    const watched: ApiServer = {
      ...api,
      async json(...call: Parameters<ApiServer['json']>) {
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => void setImmediate(resolve));
        underWay--;
        return api.json(...call);
      },
    };
    const {names} = await createPermittedNamespaces(watched, access, {signal}).for(podType);
    expect(names).toEqual(Object.keys(rules));
    expect(most).toBe(8);
  });
});

describe('a list of namespaces that ends on the way', () => {
  const rule = {verbs: ['list'], apiGroups: [''], resources: ['pods']};
  test.each([
    [500, 'is a failure', 'K8S_SERVER_ERROR'],
    [403, 'is none where it is forbidden', undefined],
  ])('leaves what was read and the own one; %s %s', async (status, _, code) => {
    let page = 0;
    const {api} = apiWith({a: [rule], own: [rule], unread: [rule]}, () => {
      if (page++ > 0) throw new ApiStatusError({status, path: '/api/v1/namespaces'});
    });
    const {names, failure} = await createPermittedNamespaces(api, access, {signal}).for(podType);
    expect(names).toEqual(['a', 'own']);
    expect(failure?.code).toBe(code);
  });
});

test('an abort rejects with its reason', async () => {
  const reason = new Error('stopped by the test');
  const controller = new AbortController();
  const {api} = apiWith({a: []}, () => controller.abort(reason));
  await expect(createPermittedNamespaces(api, access, {signal: controller.signal}).for(podType)).rejects.toBe(
    reason,
  );
  const other = new AbortController();
  const asking: ApiServer = {
    ...apiWith({a: []}).api,
    async json() {
      other.abort(reason);
      throw new Error('the request that was under way');
    },
  };
  await expect(createPermittedNamespaces(asking, access, {signal: other.signal}).for(podType)).rejects.toBe(
    reason,
  );
});
