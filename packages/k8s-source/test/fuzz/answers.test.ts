import {mutatedJson} from '@firefly/sandbox/fuzz';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';

import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import type {ApiRequest, ApiServer} from '../../src/api/api-server.ts';
import {ApiStatusError} from '../../src/api/api-status-error.ts';
import {ApiUnreachableError} from '../../src/api/api-unreachable-error.ts';
import {statusFacts} from '../../src/api/read-status-error.ts';
import {discover} from '../../src/discovery/discover.ts';
import {selectTypes} from '../../src/discovery/select-types.ts';
import {createPermittedNamespaces} from '../../src/list/permitted-namespaces.ts';
import {readType} from '../../src/list/read-type.ts';
import {resourcePath} from '../../src/list/resource-path.ts';
import {readClusterIdentity} from '../../src/read-cluster-identity.ts';
import {accessTo} from '../api/loopback.ts';
import {podType} from '../list/list-texts.ts';
import {outcomeOf} from './outcome-of.ts';

const {signal} = new AbortController();
const verbs = ['get', 'list'];

/** Answers by path; as an API server's client hands them on. */
function apiOf(answers: Readonly<Record<string, string>>): ApiServer {
  function answerTo(path: string): string {
    const text = Object.hasOwn(answers, path) ? answers[path] : undefined;
    if (text === undefined) throw new ApiStatusError({status: 404, path});
    return text;
  }
  return {
    origin: 'https://cluster.example',
    proxy: undefined,
    async json(path) {
      const text = answerTo(path);
      try {
        return JSON.parse(text) as unknown;
      } catch {
        throw new ApiUnreachableError('https://cluster.example', `its answer to ${path} is not JSON`, false);
      }
    },
    async stream(path: string, _request: ApiRequest) {
      const bytes = Buffer.from(answerTo(path));
      return (async function* () {
        for (let at = 0; at < bytes.length; at += 700) yield bytes.subarray(at, at + 700);
      })();
    },
    bytes: async (path) => Buffer.from(answerTo(path)),
    close: async () => {},
  };
}

const resource = (plural: string, kind: string) => ({
  resource: plural,
  responseKind: {group: '', version: '', kind},
  scope: 'Namespaced',
  singularResource: plural,
  verbs,
  shortNames: ['s'],
  categories: ['all'],
  subresources: [
    {
      subresource: 'scale',
      responseKind: {group: 'autoscaling', version: 'v1', kind: 'Scale'},
      verbs: ['get'],
    },
  ],
});
const groupOf = (name: string, ...versions: string[]) => ({
  metadata: {name, creationTimestamp: null},
  versions: versions.map((version) => ({
    version,
    freshness: 'Current',
    resources: [resource('widgets', 'Widget')],
  })),
});
const aggregated = (items: unknown) => ({
  kind: 'APIGroupDiscoveryList',
  apiVersion: 'apidiscovery.k8s.io/v2',
  metadata: {},
  items,
});
const core = aggregated([
  {metadata: {creationTimestamp: null}, versions: [{version: 'v1', resources: [resource('pods', 'Pod')]}]},
]);
const groups = aggregated([
  groupOf('apps', 'v1', 'v1beta1'),
  groupOf('x.example.com', 'v1'),
  groupOf('gateway.networking.k8s.io', 'v1'),
]);
const resourceList = {
  kind: 'APIResourceList',
  groupVersion: 'x.example.com/v1',
  resources: [
    {name: 'widgets', singularName: 'widget', kind: 'Widget', namespaced: true, verbs, shortNames: ['w']},
    {
      name: 'widgets/scale',
      kind: 'Scale',
      group: 'autoscaling',
      version: 'v1',
      namespaced: true,
      verbs: ['get'],
    },
  ],
};
const groupList = {
  kind: 'APIGroupList',
  groups: [
    {
      name: 'x.example.com',
      versions: [{groupVersion: 'x.example.com/v1', version: 'v1'}],
      preferredVersion: {version: 'v1'},
    },
  ],
};
const definitions = {items: [{metadata: {name: 'widgets.gateway.networking.k8s.io'}}]};

/** A path that means one list, whatever is in it. */
const soundPath = /^\/(?:api|apis\/[a-z0-9.-]+)\/[a-z0-9.-]+\/[\w.%!~*'()-]+$/;

/** Never anything but types with sound paths, rows with a code, and failures with one. */
async function discovered(answers: Readonly<Record<string, string>>): Promise<void> {
  const {resources, types, failures} = await discover(apiOf(answers), signal);
  for (const {code, name, message} of failures) {
    expect(code).toMatch(/^[A-Z0-9_]+$/);
    expect(name.length + message.length).toBeLessThan(1100);
  }
  for (const {kind, namespaced, apiVersion} of types)
    expect([typeof kind, typeof namespaced, typeof apiVersion]).toEqual(['string', 'boolean', 'string']);
  for (const {resource: type, collected} of selectTypes(resources)) {
    if (!collected) continue;
    expect(resourcePath(type)).toMatch(soundPath);
    expect(resourcePath(type)).not.toContain('/../');
  }
}

async function fuzz(document: unknown, runs: number, check: (text: string) => Promise<void>): Promise<void> {
  await fc.assert(fc.asyncProperty(mutatedJson(document), check), {
    numRuns: fuzzRuns(runs),
    endOnFailure: true,
  });
}

describe('whatever stands in an answer, it comes to objects, to rows with a code, or to a failure with one:', () => {
  const sound = {
    '/api': JSON.stringify(core),
    '/apis': JSON.stringify(groups),
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions': JSON.stringify(definitions),
    '/api/v1': JSON.stringify(resourceList),
    '/apis/x.example.com/v1': JSON.stringify(resourceList),
  };
  const legacy = {...sound, '/api': '{"versions":["v1"]}', '/apis': JSON.stringify(groupList)};

  test.each<[string, unknown, Readonly<Record<string, string>>]>([
    ['/api', core, sound],
    ['/apis', groups, sound],
    ['/api', {kind: 'APIVersions', versions: ['v1']}, legacy],
    ['/apis', groupList, legacy],
    ['/api/v1', resourceList, legacy],
    ['/apis/x.example.com/v1', resourceList, legacy],
  ])('discovery, %s', async (path, document, answers) => {
    await fuzz(document, 400, async (text) => {
      await outcomeOf(async () => discovered({...answers, [path]: text}));
    });
  });

  test('a list', async () => {
    const item = (name: string, more: object = {}) => ({
      metadata: {
        name,
        namespace: 'default',
        uid: `uid-${name}`,
        ownerReferences: [{kind: 'K', name: 'o', uid: 'u', controller: true}],
      },
      spec: {text: 'é"\\', numbers: [1, 2.5]},
      ...more,
    });
    const list = {
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: {resourceVersion: '7', continue: '', remainingItemCount: 3},
      items: [
        item('a'),
        item('b', {kind: '', apiVersion: null}),
        {kind: 'Pod', apiVersion: 'v1', ...item('c')},
      ],
    };
    for (const document of [list, {...list, metadata: {continue: 'more'}}]) {
      await fuzz(document, 600, async (text) => {
        const path = '/api/v1/pods';
        const api = apiOf({[path]: text, '/api/v1/namespaces': text});
        const permittedNamespaces = createPermittedNamespaces(api, accessTo(new URL(api.origin)), {signal});
        // A truncated page is asked for again after a pause.
        const noPauses = {now: () => 0, async sleep() {}};
        const batches = readType({
          api,
          type: podType,
          limit: 2,
          permittedNamespaces,
          signal,
          clock: noPauses,
        });
        let next = await batches.next();
        for (; next.done !== true; next = await batches.next())
          for (const object of next.value) {
            expect(() => object.parse()).not.toThrow();
            expect([typeof object.name, typeof (object.uid ?? ''), typeof (object.namespace ?? '')]).toEqual(
              Array(3).fill('string'),
            );
            expect(Array.isArray(object.ownerReferences)).toBe(true);
          }
        if (next.value.kind !== 'complete') expect(next.value.error.code).toMatch(/^[A-Z0-9_]+$/);
      });
    }
  });

  test('a Status', async () => {
    const status = {
      kind: 'Status',
      metadata: {continue: 'token'},
      status: 'Failure',
      message: 'gone',
      reason: 'Expired',
      code: 410,
    };
    await fuzz(status, 500, async (text) => {
      const facts = statusFacts(text);
      expect([typeof facts.message, typeof facts.reason, typeof (facts.continueToken ?? '')]).toEqual(
        Array(3).fill('string'),
      );
      expect(facts.message.length).toBeLessThan(1100);
      expect(new ApiStatusError({status: 410, path: '/x', ...facts}).message.length).toBeLessThan(1200);
    });
  });

  test('a review of the rules', async () => {
    const review = {
      kind: 'SelfSubjectRulesReview',
      status: {
        incomplete: false,
        resourceRules: [{verbs: ['list'], apiGroups: [''], resources: ['pods'], resourceNames: []}],
        nonResourceRules: [],
      },
    };
    const namespaces = '{"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}';
    await fuzz(review, 500, async (text) => {
      const api = apiOf({
        '/api/v1/namespaces': namespaces,
        '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews': text,
      });
      const tried = await createPermittedNamespaces(api, accessTo(new URL(api.origin)), {signal}).for(
        podType,
      );
      expect(['a', 'b']).toEqual(expect.arrayContaining([...tried.names]));
    });
  });

  test('the version and the identity', async () => {
    const namespace = {kind: 'Namespace', metadata: {name: 'kube-system', uid: 'uid'}};
    await fuzz({gitVersion: 'v1.34.0', inner: namespace}, 500, async (text) => {
      const answers = {'/version': text, '/api/v1/namespaces/kube-system': text};
      await outcomeOf(async () => {
        const {uid = '', serverVersion = ''} = await readClusterIdentity(apiOf(answers), signal);
        expect([typeof uid, typeof serverVersion]).toEqual(['string', 'string']);
      });
    });
  });
});
