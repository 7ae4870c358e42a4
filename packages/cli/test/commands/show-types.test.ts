import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {parse} from 'yaml';

import {main} from '../../src/main.ts';
import type {TypeRecord} from '../../src/types/format-types.ts';
import {CaptureStream} from '../capture-stream.ts';
import {createProcessContext} from '../create-process-context.ts';
import {type SharedCluster, startSharedCluster} from '../start-shared-cluster.ts';

let shared: SharedCluster;
beforeAll(async () => {
  shared = await startSharedCluster();
});
afterAll(async () => {
  await shared[Symbol.asyncDispose]();
});

async function types(user: string, words: readonly string[] = [], columns?: number) {
  const process = createProcessContext({}, new CaptureStream(), new CaptureStream(columns));
  const code = await main(['types', '-external', shared.kubeconfig(user), ...words], process.context);
  return {code, stdout: process.stdout.text, stderr: process.stderr.text};
}

async function records(user: string, words: readonly string[] = []): Promise<Map<string, TypeRecord>> {
  const {stdout} = await types(user, ['-o', 'json', ...words]);
  return new Map((JSON.parse(stdout) as TypeRecord[]).map((record) => [record.name, record]));
}

describe('firefly-collector types', () => {
  test('shows every type once, with its objects, whether it is collected, and why', async () => {
    const all = await records('admin', ['--add-types', 'secrets', '--remove-types', 'leases']);
    for (const {name, verbs, objects} of all.values())
      expect([name, objects]).toEqual([
        name,
        verbs.includes('list') ? shared.cluster.count(name) : undefined,
      ]);
    expect(all.get('pods')).toMatchObject({collected: true, reason: 'default list', kind: 'Pod', group: ''});
    expect(all.get('secrets')).toMatchObject({collected: true, reason: 'added'});
    expect(all.get('leases.coordination.k8s.io')).toMatchObject({collected: false, reason: 'removed'});
    expect(all.get('events')).toMatchObject({collected: false, reason: 'not in the list'});
    expect([...all.values()].filter(({reason}) => reason === 'no list verb').map(({kind}) => kind)).toContain(
      'SelfSubjectAccessReview',
    );
    expect([...all.values()].find(({group}) => group.endsWith('example.com'))).toMatchObject({
      collected: true,
      reason: 'custom resource',
    });
  });

  test.each([
    [['deploy'], 'deployments.apps is collected.', 'It is in the default list, which counts as long as'],
    [['secrets'], 'secrets is not collected.', 'Neither resources (by default) nor addTypes (by default)'],
    [
      ['SECRETS', '--add-types', '*.core'],
      'secrets is collected.',
      'addTypes (--add-types) names it as "*.core".',
    ],
    [
      ['pods', '--remove-types', 'po'],
      'pods is not collected.',
      'removeTypes (--remove-types) names it as "po".',
    ],
    [['pods', '--resources', 'po*'], 'pods is collected.', 'resources (--resources) names it as "po*".'],
    [['limits', '--resources', 'default'], 'limitranges is not collected.', 'default+recent does.'],
    [
      ['limits', '--resources', 'default+recent'],
      'limitranges is collected.',
      'asks for default+recent, and it',
    ],
    [
      ['nodes', '--cluster-scoped=false'],
      'nodes is not collected.',
      'clusterScoped (--cluster-scoped) is false.',
    ],
    [
      ['pods', '--watch-namespaces', '!x*'],
      'pods is collected.',
      'watchNamespaces (--watch-namespaces) decides of which namespaces: !x*.',
    ],
    [
      ['pods', '--selectors', '{"p*": {"labelSelector": "a=b"}}'],
      'pods is collected.',
      'selectors (--selectors) takes of it only: a=b.',
    ],
    [
      ['selfsubjectreviews'],
      'selfsubjectreviews.authentication.k8s.io is not collected.',
      'offers no list of it.',
    ],
  ])('--explain %j says which setting decided', async ([type = '', ...words], headline, sentence) => {
    const {code, stdout} = await types('admin', ['--explain', type, ...words]);
    expect(code).toBe(0);
    expect(stdout).toContain(`${headline}\n`);
    expect(stdout).toContain(sentence);
  });

  test('--explain says what is denied, for programs as well, and refuses what there is not', async () => {
    const {stdout} = await types('mostly', ['--explain', 'netpol', '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        name: 'networkpolicies.networking.k8s.io',
        explanation: [expect.stringContaining('default list'), expect.stringContaining('403')],
      },
    ]);
    expect((await types('admin', ['--explain', 'podz'])).stderr).toMatch(
      /--explain: .* the type \W*podz\W*; did you mean pod/,
    );
  });

  test('tells what is denied, and goes on without it', async () => {
    const all = await records('mostly');
    const policies = all.get('networkpolicies.networking.k8s.io');
    expect(policies).toMatchObject({
      collected: false,
      reason: 'denied',
      message: expect.stringContaining('403'),
    });
    expect(policies).not.toHaveProperty('objects');
    expect(all.get('pods')?.collected).toBe(true);
  });

  test('counts the namespaces that may be listed where the whole cluster may not', async () => {
    const all = await records('tenant');
    const pods = all.get('pods');
    expect(pods).toMatchObject({collected: true, namespaces: ['team-000', 'team-001']});
    expect(pods?.objects).toBeGreaterThan(0);
    expect(pods?.objects).toBeLessThan(shared.cluster.count('pods'));
    expect(all.get('nodes')).toMatchObject({collected: false, reason: 'denied'});
    const {stdout} = await types('tenant');
    expect(stdout).toMatch(/^pods .* partly +default list; 2 namespaces only$/m);
    const one = await records('tenant', ['--ignore-namespaces', 'team-001']);
    expect(one.get('pods')?.namespaces).toEqual(['team-000']);
  });

  test('a type that fails for another reason than permission is not called denied', async () => {
    const fault = shared.api.inject({
      on: {path: /\/pods$/},
      times: Infinity,
      fault: {kind: 'status', status: 405, message: 'no'},
    });
    const all = await records('admin');
    fault.remove();
    expect(all.get('pods')).toMatchObject({collected: false, reason: 'cannot be listed'});
  });

  test('--collected and --group choose rows, -o name and yaml show them for programs', async () => {
    const names = (await types('mostly', ['--collected', '-o', 'name'])).stdout.trimEnd().split('\n');
    expect(names).toContain('deployments.apps');
    expect(names).not.toContain('networkpolicies.networking.k8s.io');
    expect(names).not.toContain('secrets');
    const apps = parse((await types('admin', ['--group', 'apps', '-o', 'yaml'])).stdout) as TypeRecord[];
    expect(new Set(apps.map(({group}) => group))).toEqual(new Set(['apps']));
    expect(apps).toEqual([...(await records('admin', ['--group', 'apps'])).values()]);
    expect((await types('admin', ['--group', 'core', '-o', 'name'])).stdout).toMatch(/^pods$/m);
    const wide = (await types('admin', ['--group', 'apps', '-o', 'wide'])).stdout;
    expect(wide).toMatch(/^deployments\.apps .* deploy .*list.* all/m);
  });

  test('--types chooses rows, and what becomes of them is up to the lists', async () => {
    const named = await records('admin', ['--types', 'pods,secrets,deployments.apps,tokenreviews']);
    expect([...named.values()].map(({name, reason}) => [name, reason])).toEqual([
      ['pods', 'default list'],
      ['secrets', 'not in the list'],
      ['deployments.apps', 'default list'],
      ['tokenreviews.authentication.k8s.io', 'no list verb'],
    ]);
    expect(await types('admin', ['--types', 'Deploy', '-o', 'name'])).toMatchObject({
      stdout: 'deployments.apps\n',
    });
  });

  test('--types ends with exit 2 where no group can have such a type, and says so where a dead one may', async () => {
    expect(await types('admin', ['--types', 'pods,podz.core'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(
        '--types: this cluster has no type \\"podz.core\\"; did you mean pods.core?',
      ),
    });
    const undecided =
      '--types: no API group that answers has the type \\"podz\\"; did you mean pods? ' +
      'No answer came from metrics.k8s.io/v1beta1.';
    expect(await types('admin', ['--types', 'podz'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(undecided),
    });
    expect(await types('admin', ['--types', 'pods,podz'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(undecided.replaceAll('\\', '')),
    });
  });

  test('a group that the cluster does not have is an error, one that is dead is none', async () => {
    const {code, stdout, stderr} = await types('admin', ['--group', 'nope']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--group: this cluster has no API group \\"nope\\"');
    expect((await types('admin', ['--group', 'app'])).stderr).toContain('did you mean apps?');
    expect(await types('admin', ['--group', 'metrics.k8s.io'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('metrics.k8s.io/v1beta1 not discovered'),
    });
  });

  test('names alone ask for no objects', async () => {
    const before = shared.api.requestCount;
    await types('admin', ['-o', 'name']);
    expect(shared.api.requests.slice(-(shared.api.requestCount - before)).map(({path}) => path)).toEqual([
      '/api',
      '/apis',
    ]);
  });

  test('fits the terminal', async () => {
    const {stdout} = await types('admin', [], 80);
    expect(Math.max(...stdout.split('\n').map(({length}) => length))).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^NAME +OBJECTS +COLLECTED +WHY$/m);
    expect(stdout).toMatch(/^rollouts\.argoproj\.io +\d+ +yes +default list$/m);
    expect((await types('admin', ['--group', 'apps'], 120)).stdout).toMatch(
      /^NAME +APIVERSION +NAMESPACED +KIND +OBJECTS/,
    );
  });

  test('tells of API groups that are dead, and of names that mean no type here', async () => {
    const {code, stderr} = await types('admin', [
      '--add-types',
      'secretss',
      '--remove-types',
      'depolyments,nothing',
      '--resources',
      'pods.core,podsecuritypolicies.policy,rollouts/status,services',
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain('not discovered: discovery is stale');
    expect(stderr).toContain(
      'addTypes: no API group that answers has the type "secretss"; did you mean secrets?',
    );
    expect(stderr).toContain('has the type "depolyments"; did you mean deployments?');
    expect(stderr).not.toMatch(/nothing|resources:/);
  });

  test('takes no argument, and names its flags when one is misspelt', async () => {
    expect((await types('admin', ['pods'])).stderr).toContain('One argument too many for types: \\"pods\\".');
    const {code, stderr} = await types('admin', ['--colected']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean --collected?')]);
    expect((await types('admin', ['-o', 'tabel'])).stderr).toContain('expected table or wide or json');
  });

  test('asks nothing that an API server forbids', () => {
    expect(shared.api.violations).toEqual([]);
  });
});
