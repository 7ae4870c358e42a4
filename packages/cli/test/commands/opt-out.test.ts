import {clusterFromObjects, defineCustomResource, everything, startKubernetesApi} from '@firefly/sandbox';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {expect, onTestFinished, test} from 'vitest';

import {main} from '../../src/main.ts';
import {createProcessContext} from '../create-process-context.ts';

const out = {'firefly.ai/collect': 'false'};
const object = (kind: string, name: string, metadata: object = {}, apiVersion = 'v1') => ({
  apiVersion,
  kind,
  metadata: {name, ...(kind === 'Namespace' ? {} : {namespace: 'shop'}), ...metadata},
});
const uid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const ownedBy = (number: number, kind = 'Thing') => ({
  ownerReferences: [{apiVersion: 'v1', kind, name: 'x', uid: uid(number)}],
});
const release = (name: string, namespace: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'helm.sh/release.v1',
  metadata: {
    name: `sh.helm.release.v1.${name}.v1`,
    namespace,
    labels: {owner: 'helm', name, status: 'deployed', version: '1'},
    ...more,
  },
  data: {
    release: Buffer.from(
      gzipSync(JSON.stringify({name, namespace, version: 1, info: {status: 'deployed'}})).toString('base64'),
    ).toString('base64'),
  },
});

const applications = defineCustomResource({
  group: 'argoproj.io',
  kind: 'Application',
  versions: ['v1alpha1'],
});
const application = (name: string, metadata: object = {}) => ({
  ...object('Application', name, {uid: `a-${name}`, ...metadata}, 'argoproj.io/v1alpha1'),
  spec: {project: 'default', source: {repoURL: 'https://git.example.com/shop.git', path: '.'}},
  status: {sync: {status: 'Synced'}, health: {status: 'Healthy'}, history: [{id: 0}], resources: []},
});

const objects = [
  object('Namespace', 'shop', {uid: uid(1)}),
  object('Namespace', 'private', {uid: uid(2), labels: out}),
  object('ConfigMap', 'seen'),
  object('ConfigMap', 'hidden', {namespace: 'private'}),
  object('ConfigMap', 'annotated', {annotations: out}),
  // Types are read at once, and pods may come before what owns what owns them.
  object('Pod', 'of-hidden', {uid: uid(10), ...ownedBy(11)}),
  object('ReplicaSet', 'of-hidden', {uid: uid(11), ...ownedBy(12)}, 'apps/v1'),
  object('Deployment', 'hidden', {uid: uid(12), labels: out}, 'apps/v1'),
  object('Pod', 'of-seen', {uid: uid(20), ...ownedBy(21)}),
  object('ReplicaSet', 'of-seen', {uid: uid(21), ...ownedBy(22)}, 'apps/v1'),
  object('Deployment', 'seen', {uid: uid(22), labels: {'firefly.ai/collect': 'true'}}, 'apps/v1'),
  object('Pod', 'orphan', {uid: uid(30), ...ownedBy(99)}),
  object('Pod', 'cycle-a', {uid: uid(40), ...ownedBy(41)}),
  object('Pod', 'cycle-b', {uid: uid(41), ...ownedBy(40)}),
];

interface Document {
  readonly objects: {kind: string; metadata: {name: string}}[];
  readonly helmReleases: {name: string}[];
  readonly k8sTrees: unknown[];
}

async function dryRun(words: readonly string[]) {
  const process = createProcessContext({});
  const code = await main(['-dry-run', 'c1', '--trees', ...words], process.context);
  if (code !== 0) return {code, names: [], releases: [], text: '', stderr: process.stderr.text};
  const document = JSON.parse(process.stdout.text) as Document;
  const names = document.objects.map(({kind, metadata: {name}}) => `${kind} ${name}`).sort();
  const releases = document.helmReleases.map(({name}) => name);
  return {code, names, releases, text: process.stdout.text, stderr: process.stderr.text};
}

function newFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-opt-out-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const folderOf = (list: readonly object[]) =>
  newFolder({'all.json': JSON.stringify({apiVersion: 'v1', kind: 'List', items: list})});
const hidden = /hidden|annotated|private/;

test('by default nobody can hide anything', async () => {
  const {names} = await dryRun(['--from-dir', folderOf(objects)]);
  expect(names).toHaveLength(objects.length);
});

test('a namespace that opted out is not sent, nor what is in it', async () => {
  const {names, stderr} = await dryRun(['--from-dir', folderOf(objects), '--honor-opt-out', 'namespaces']);
  expect(names).toHaveLength(objects.length - 2);
  expect(names).toContain('ConfigMap annotated');
  expect(names.join()).not.toContain('private');
  expect(stderr).toContain('Left out, as honorOptOut asks: 2 opted out.');
});

test.each([objects, objects.toReversed()])(
  'with all, nothing of what opted out is in objects or trees (%#)',
  async (...list) => {
    const report = join(newFolder({}), 'report.json');
    const {names, text, stderr} = await dryRun([
      '--from-dir',
      folderOf(list),
      '--honor-opt-out',
      'all',
      '--report',
      report,
    ]);
    expect(names).toEqual([
      'ConfigMap seen',
      'Deployment seen',
      'Namespace shop',
      'Pod cycle-a',
      'Pod cycle-b',
      'Pod of-seen',
      'ReplicaSet of-seen',
    ]);
    expect(text).not.toMatch(hidden);
    expect(text).toMatch(/"k8sTrees":\[.*"of-seen"/);
    expect(stderr).toContain(
      'Left out, as honorOptOut asks: 4 opted out, 1 owner not read, 2 owner opted out.',
    );
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
      leftOut: expect.arrayContaining([{reason: 'owner opted out', kind: 'Pod', items: 1}]),
    });
  },
);

test('what lies in a namespace that nobody knows is left out', async () => {
  const {names} = await dryRun([
    '--from-dir',
    folderOf([object('ConfigMap', 'a')]),
    '--honor-opt-out',
    'namespaces',
  ]);
  expect(names).toEqual([]);
});

test('of a cluster: releases by their namespace and their storage; without the right to read it, nothing', async () => {
  const cluster = clusterFromObjects(
    [
      ...objects,
      release('seen', 'shop'),
      release('hidden', 'private'),
      release('marked', 'shop', {annotations: out}),
      application('app-seen'),
      application('app-hidden', {annotations: out}),
      application('app-private', {namespace: 'private'}),
    ],
    {builtIns: 'used', types: [applications]},
  );
  const denied = {verbs: ['list'], groups: [''], resources: ['namespaces']};
  const users = [
    {name: 'admin', rules: [everything]},
    {name: 'blind', rules: [everything], except: [denied]},
  ];
  await using api = await startKubernetesApi({cluster, users});
  const folder = newFolder({admin: api.kubeconfig('admin'), blind: api.kubeconfig('blind')});
  const all = await dryRun(['-external', join(folder, 'admin'), '--honor-opt-out', 'all']);
  expect(all.releases.toSorted()).toEqual(['app-seen', 'seen']);
  expect(all.names.join()).not.toMatch(hidden);
  expect(all.names).toContain('Pod of-seen');
  const blind = await dryRun(['-external', join(folder, 'blind'), '--honor-opt-out', 'namespaces']);
  expect(blind.code).toBe(1);
  expect(blind.stderr).toContain('K8S_NAMESPACES_UNREADABLE');
  const one = await dryRun([
    '-external',
    join(folder, 'blind'),
    '--honor-opt-out',
    'all',
    '--watch-namespace',
    'shop',
  ]);
  expect(one.releases.toSorted()).toEqual(['app-seen', 'seen']);
  const none = await dryRun([
    '-external',
    join(folder, 'admin'),
    '--honor-opt-out',
    'namespaces',
    '--watch-namespace',
    'private',
  ]);
  expect(none.releases).toEqual([]);
  expect(none.names.join()).not.toMatch(/ConfigMap hidden/);
});
