import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {stripVTControlCharacters} from 'node:util';

import {afterAll, beforeAll, describe, expect, test} from 'vitest';

import {prepareCollection} from './prepare-collection.ts';
import {type CollectorCall, startCollector} from './start-collector.ts';
import {clusterName, startTestCluster} from './start-test-cluster.ts';
import type {TestCluster} from './test-cluster.ts';

let cluster: TestCluster;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'firefly-wrong-input-'));
  cluster = await startTestCluster();
});
afterAll(async () => {
  await cluster?.stop();
  rmSync(folder, {recursive: true});
});

interface WrongInput {
  readonly words?: readonly string[];
  readonly clusterId?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
  /** Path of the kubeconfig, made from a right one's path. */
  readonly kubeconfig?: (right: string) => string;
}

interface KubeconfigCluster {
  readonly cluster: object;
}

/** A kubeconfig whose cluster has these fields changed; `undefined` takes one out. */
function changed(fields: object): (right: string) => string {
  return (right) => {
    const config = JSON.parse(readFileSync(right, 'utf8')) as {
      readonly clusters: readonly KubeconfigCluster[];
    };
    const clusters = config.clusters.map((one) => ({...one, cluster: {...one.cluster, ...fields}}));
    return file(JSON.stringify({...config, clusters}));
  };
}

let files = 0;

function file(text: string): string {
  const path = join(folder, `kubeconfig-${++files}`);
  writeFileSync(path, text);
  return path;
}

const nobodyListens = 'https://127.0.0.1:1';
const caOut = {'certificate-authority-data': undefined};

/** What is wrong, the exit code, and what the one sentence says. */
const cases: readonly (readonly [string, WrongInput, number, RegExp])[] = [
  [
    'a wrong key',
    {environment: {FIREFLY_SECRET_KEY: 'not-the-right-secret-key'}},
    1,
    /^Firefly refused the access keys \(401 from \S+\): check FIREFLY_ACCESS_KEY and FIREFLY_SECRET_KEY\.$/,
  ],
  [
    'an API server that is not there',
    {kubeconfig: changed({server: nobodyListens, ...caOut})},
    1,
    /^The Kubernetes API server https:\/\/127\.0\.0\.1:1 cannot be reached: the connection was refused\.$/,
  ],
  [
    'a certificate that is not trusted',
    {kubeconfig: changed(caOut)},
    1,
    /^The Kubernetes API server \S+ cannot be reached: its certificate is not trusted \([A-Z_]+\); check .*\.$/,
  ],
  [
    'a setting that does not fit',
    {settings: {'collector.PageSize': 'lots'}},
    2,
    /\/collector\.PageSize: "lots" does not fit; expected a whole number/,
  ],
  [
    'an endpoint without a scheme',
    {settings: {endpoint: 'gateway.firefly.ai'}},
    2,
    /\/endpoint: "gateway\.firefly\.ai" does not fit; expected /,
  ],
  [
    'no cluster id',
    {clusterId: ''},
    2,
    /^The cluster id is missing: give it as the argument or in CLUSTER_ID\.$/,
  ],
  ['a bad cluster id', {clusterId: 'Mine!'}, 2, /"Mine!" does not fit; expected .*\(\^\[a-z0-9_-\]\+\$\)\.$/],
  [
    'no secret key',
    {environment: {FIREFLY_SECRET_KEY: ''}},
    2,
    /^The secret key is missing: set FIREFLY_SECRET_KEY /,
  ],
  [
    'a kubeconfig that does not exist',
    {kubeconfig: () => join(folder, 'nowhere')},
    2,
    /^-?-external: \S+nowhere does not exist; expected a kubeconfig file\.$/,
  ],
  [
    'a kubeconfig that is no YAML',
    {kubeconfig: () => file('clusters: [')},
    2,
    /^The kubeconfig \S+kubeconfig-\d+ cannot be read: it is not YAML \(line 1\)\.$/,
  ],
  [
    'a context that the kubeconfig does not have',
    {words: ['--context', 'elsewhere']},
    2,
    /^The kubeconfig \S+ has no context "elsewhere": expected one of \S+\.$/,
  ],
  ['an unknown flag', {words: ['--dry-rum']}, 2, /^There is no flag --dry-rum; did you mean --dry-run\?$/],
  [
    'a configuration directory that does not exist',
    {words: ['-config', '/nowhere/at/all']},
    2,
    /there is no directory \/nowhere\/at\/all; expected a directory/,
  ],
];

describe(`the built collector, ${clusterName}`, {concurrent: true}, () => {
  test.for(cases)(
    '%s: one sentence, in the log and on a terminal',
    async ([, input, code, sentence], context) => {
      const {words = [], clusterId = 'test-cluster', environment = {}, settings = {}, kubeconfig} = input;
      const right = cluster.kubeconfig();
      const prepared = await prepareCollection(context, cluster, {
        settings,
        environment,
        kubeconfig: kubeconfig?.(right) ?? right,
      });
      const wrongSecrets = Object.values(environment).filter((value) => value !== '');
      const call: CollectorCall = {
        ...prepared.call,
        words: [...prepared.call.words, ...words, ...(clusterId === '' ? [] : [clusterId])],
        secrets: [...(prepared.call.secrets ?? []), ...wrongSecrets],
      };
      const [logged, shown] = await Promise.all([
        startCollector(context, call).ended,
        startCollector(context, {...call, columns: 500}).ended,
      ]);

      expect(logged).toMatchObject({code, stdout: ''});
      const errors = logged.lines.filter(({level}) => level === 'error');
      expect(errors).toEqual(logged.lines.slice(-1));
      expect(logged.sentence.replace(/^The run failed: /, '')).toMatch(sentence);
      const others = logged.lines.filter(({msg}) => msg !== 'Run started');
      if (code === 2) expect(others).toHaveLength(1);

      expect(shown).toMatchObject({code, stdout: ''});
      const [line = '', ...more] = visibleLines(shown.stderr);
      expect(line.replace(/^(The run failed|firefly-collector): /, '')).toMatch(sentence);
      // Below a failed run's sentence stands where its code is explained.
      expect(more.filter((text) => !/^\S+\/docs\/errors\.md#[a-z0-9_]+$/.test(text))).toEqual([]);
      expect(prepared.firefly.accepted.pages).toEqual([]);
    },
  );
});

/** What is left on the screen: a line that is drawn over another one takes its place. */
function visibleLines(text: string): readonly string[] {
  const lines = stripVTControlCharacters(text).split('\n');
  return lines.map((line) => line.split('\r').at(-1) ?? '').filter((line) => line !== '');
}

test('the built collector on a Node.js that is too old says what it needs', async (context) => {
  const pretend = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"18.20.4"})';
  const outcome = await startCollector(context, {words: ['-dry-run', 'a'], nodeFlags: ['--import', pretend]})
    .ended;
  expect(outcome).toMatchObject({code: 2, stdout: ''});
  expect(outcome.stderr).toMatch(
    /^firefly-collector: this is Node\.js 18\.20\.4; expected Node\.js \d+\.\d+ or newer\.\n$/,
  );
});
