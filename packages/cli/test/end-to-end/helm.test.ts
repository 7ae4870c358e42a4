import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';

import {type ControlPlane, startControlPlane} from '@firefly/sandbox';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

import {eventually} from '../../../../scripts/eventually.ts';
import {runTool} from '../../../../charts/test/run-tool.ts';
import {unpackedTool} from '../../../../charts/test/unpacked-tool.ts';
import {tokenOf} from './kubeconfig-folder.ts';
import {prepareCollection} from './prepare-collection.ts';

const assets = process.env['KUBEBUILDER_ASSETS'] ?? '';

const templates = {
  'config.yaml': `
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-config"}
data:
  {{ if .Values.broken }}"no key of a ConfigMap": "x"{{ else }}word: {{ .Values.word | quote }}{{ end }}
`,
  'wait.yaml': `
{{ if .Values.slow }}
apiVersion: batch/v1
kind: Job
metadata: {name: "{{ .Release.Name }}-wait", annotations: {helm.sh/hook: pre-install}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: wait, image: wait}]}}}
{{ end }}
`,
};

/** A release as `helm list -o json` shows it. */
interface ListedRelease {
  readonly name: string;
  readonly namespace: string;
  readonly revision: string;
  readonly status: string;
}

/** The fields of a stored release that these tests look at. */
interface StoredRelease {
  readonly name: string;
  readonly namespace: string;
  readonly version: number;
  readonly manifest: string;
  readonly info: {readonly status: string};
}

describe.skipIf(assets === '')('the built collector and a real helm, a real kube-apiserver', () => {
  let plane: ControlPlane;
  let folder: string;
  const path = (...names: readonly string[]) => join(folder, ...names);

  beforeAll(async () => {
    unpackedTool('helm');
    plane = await startControlPlane({assets});
    folder = mkdtempSync(join(tmpdir(), 'firefly-helm-'));
    writeFileSync(path('kubeconfig'), plane.kubeconfig(), {mode: 0o600});
    mkdirSync(path('tiny', 'templates'), {recursive: true});
    writeFileSync(
      path('tiny', 'Chart.yaml'),
      'apiVersion: v2\nname: tiny\nversion: 0.1.0\nappVersion: "7"\n',
    );
    writeFileSync(path('tiny', 'values.yaml'), 'word: "première ✓"\nbroken: false\nslow: false\n');
    for (const [name, text] of Object.entries(templates))
      writeFileSync(path('tiny', 'templates', name), text);
  });
  afterAll(async () => {
    await plane?.stop();
    if (folder !== undefined) rmSync(folder, {recursive: true});
  });

  const environment = (driver: string) => ({
    PATH: process.env['PATH'],
    HOME: folder,
    KUBECONFIG: path('kubeconfig'),
    HELM_DRIVER: driver,
  });

  async function helm(driver: string, ...words: readonly string[]): Promise<string> {
    const {code, stdout, stderr} = await runTool(unpackedTool('helm'), words, {env: environment(driver)});
    if (code !== 0) throw new Error(stderr);
    return stdout;
  }

  /** Stops helm in mid-install, once the release is stored: it stays pending. */
  async function leavePending(driver: string, namespace: string): Promise<void> {
    const words = [
      'install',
      'pending',
      path('tiny'),
      '--set',
      'slow=true',
      '-n',
      namespace,
      '--create-namespace',
    ];
    const child = spawn(unpackedTool('helm'), words, {env: environment(driver), stdio: 'ignore'});
    const exit = once(child, 'exit');
    const stored = `/api/v1/namespaces/${namespace}/${driver}s?labelSelector=owner%3Dhelm,status%3Dpending-install`;
    await eventually(async () => {
      const {text} = await plane.request('admin', 'GET', stored);
      expect(text).toContain('sh.helm.release.v1.pending.v1');
    });
    child.kill('SIGKILL');
    await exit;
  }

  /** Three revisions of one release, a failed install, a failed upgrade, one that is superseded, one pending, one gone. */
  async function makeReleases(driver: string): Promise<void> {
    const [shop, bank] = [`${driver}-shop`, `${driver}-bank`];
    const install = (name: string, namespace: string, ...words: readonly string[]) =>
      helm(
        driver,
        'upgrade',
        '--install',
        name,
        path('tiny'),
        '-n',
        namespace,
        '--create-namespace',
        ...words,
      );
    const fails = (promise: Promise<string>) => expect(promise).rejects.toThrow('no key of a ConfigMap');
    await install('web', shop);
    await Promise.all([
      install('web', shop, '--set', 'word=two').then(() => install('web', shop, '--set', 'word=three')),
      fails(install('failed', shop, '--set', 'broken=true')),
      leavePending(driver, bank),
      install('broken', shop).then(() => fails(install('broken', shop, '--set', 'broken=true'))),
      install('gone', shop).then(() => helm(driver, 'uninstall', 'gone', '-n', shop, '--keep-history')),
      install('old', shop).then(() => install('old', shop, '--set', 'word=new')),
    ]);
    await install('web', bank);
    const {status} = await plane.request('admin', 'DELETE', storedPath(driver, shop, 'old', 2));
    expect(status).toBe(200);
  }

  const storedPath = (driver: string, namespace: string, name: string, revision: number) =>
    `/api/v1/namespaces/${namespace}/${driver}s/sh.helm.release.v1.${name}.v${revision}`;

  /** The payload of a revision, taken apart here. */
  async function storedRelease(driver: string, {namespace, name, revision}: ListedRelease): Promise<string> {
    const stored = storedPath(driver, namespace, name, Number(revision));
    const {text} = await plane.request('admin', 'GET', stored);
    const {release} = (JSON.parse(text) as {data: {release: string}}).data;
    const encoded = driver === 'secret' ? Buffer.from(release, 'base64').toString() : release;
    return gunzipSync(Buffer.from(encoded, 'base64')).toString();
  }

  test.for(['secret', 'configmap'])(
    'releases arrive as helm lists them, driver %s',
    async (driver, context) => {
      await makeReleases(driver);
      const listed = JSON.parse(
        await helm(driver, 'list', '-A', '--deployed', '--failed', '-o', 'json'),
      ) as ListedRelease[];
      const cluster = {kubeconfig: () => path('kubeconfig'), tokens: [tokenOf(plane.kubeconfig())]};
      const {firefly, run} = await prepareCollection(context, cluster, {environment: {HELM_DRIVER: driver}});
      const outcome = await run();
      expect(outcome).toMatchObject({
        code: 0,
        report: {result: 'success', protocol: 'fetching', warnings: []},
      });
      expect(firefly.violations).toEqual([]);

      const texts = firefly.accepted.items('helmReleases').map(String);
      const releases = texts.map((text) => JSON.parse(text) as StoredRelease);
      const shown = releases.map(({name, namespace, version, info}) => ({
        name,
        namespace,
        revision: `${version}`,
        status: info.status,
      }));
      const order = (one: ListedRelease, other: ListedRelease) =>
        `${one.namespace}/${one.name}` < `${other.namespace}/${other.name}` ? -1 : 1;
      const picked = listed.map(({name, namespace, revision, status}) => ({
        name,
        namespace,
        revision,
        status,
      }));
      expect(shown.toSorted(order)).toEqual(picked.toSorted(order));
      expect(picked.toSorted(order)).toEqual([
        {name: 'web', namespace: `${driver}-bank`, revision: '1', status: 'deployed'},
        {name: 'broken', namespace: `${driver}-shop`, revision: '2', status: 'failed'},
        {name: 'failed', namespace: `${driver}-shop`, revision: '1', status: 'failed'},
        {name: 'web', namespace: `${driver}-shop`, revision: '3', status: 'deployed'},
      ]);

      const stored = await Promise.all(listed.map((release) => storedRelease(driver, release)));
      expect(texts.toSorted()).toEqual(stored.toSorted());
      for (const {name, namespace, manifest} of releases)
        expect(await helm(driver, 'get', 'manifest', name, '-n', namespace)).toBe(`${manifest}\n`);
      expect(outcome.report?.readings.find(({name}) => name === 'helm releases')).toMatchObject({
        outcome: 'complete',
        items: 4,
      });
    },
  );
});
