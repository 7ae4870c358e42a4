import * as fc from 'fast-check';
import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';

import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import {releaseFromApplication} from '../../src/argo-cd/release-from-application.ts';
import {decodeHelmRelease} from '../../src/helm/decode-helm-release.ts';
import {readHelmReleases} from '../../src/helm/read-helm-releases.ts';
import {mutatedJson} from '../mutated-json.ts';
import {storedRelease} from './stored-release.ts';

const release = {
  name: 'web',
  info: {first_deployed: '2024-03-01T10:00:00Z', status: 'deployed', notes: 'x'},
  chart: {
    metadata: {name: 'web', version: '1.0.0'},
    templates: [{name: 'a', data: 'YQ=='}],
    values: {a: {b: [1]}},
  },
  config: {image: {tag: 'v1'}},
  manifest: '---\nkind: Pod\n',
  hooks: [{name: 'h', weight: 1}],
  version: 3,
  namespace: 'default',
};

const object = {
  metadata: {
    name: 'sh.helm.release.v1.web.v3',
    namespace: 'default',
    labels: {owner: 'helm', name: 'web', status: 'deployed', version: '3'},
  },
  data: {release: Buffer.from(gzipSync(JSON.stringify(release)).toString('base64')).toString('base64')},
  type: 'helm.sh/release.v1',
};

const application = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: {name: 'shop', namespace: 'argocd'},
  spec: {
    source: {repoURL: 'https://github.com/a/b.git', path: 'x', targetRevision: 'HEAD'},
    sources: [
      {repoURL: 'https://git.example.com/v.git', ref: 'values'},
      {repoURL: 'https://c.example.com', chart: 'c'},
    ],
  },
  status: {
    sourceType: 'Helm',
    sourceTypes: ['', 'Helm'],
    health: {status: 'Healthy'},
    history: [{id: 1, deployedAt: '2024-03-01T10:00:00Z'}],
    resources: [{group: 'apps', version: 'v1', kind: 'Deployment', name: 'd', namespace: 'n'}],
  },
};

test('whatever a payload holds, it is a release as it was stored, or left out with a reason', () => {
  fc.assert(
    fc.property(mutatedJson(release), fc.boolean(), (json, gzipped) => {
      const payload = gzipped ? gzipSync(json, {level: 1}) : json;
      const decoded = decodeHelmRelease({
        driver: 'secret',
        bytes: storedRelease('', {driver: 'secret', payload}),
        limit: 60_000,
      });
      switch (decoded.kind) {
        case 'decoded': {
          expect(Buffer.compare(decoded.bytes, json)).toBe(0);
          const {name} = JSON.parse(json.toString()) as {name: unknown};
          expect(typeof name).toBe('string');
          break;
        }
        case 'too-large':
          expect(decoded.byteLength).toBe(json.length);
          expect(json.length).toBeGreaterThan(60_000);
          break;
        case 'unreadable':
          expect(decoded.reason).toMatch(/^[\w .]/);
      }
    }),
    {numRuns: fuzzRuns(700)},
  );
});

test('whatever a stored object and its metadata are, the reading ends as complete, with a bounded number of words', async () => {
  await fc.assert(
    fc.asyncProperty(mutatedJson(object), async (bytes) => {
      let metadata: unknown;
      try {
        ({metadata} = JSON.parse(bytes.toString()) as {metadata: unknown});
      } catch {
        metadata = object.metadata;
      }
      const reading = readHelmReleases({
        driver: 'secret',
        limit: 1_536_000,
        signal: new AbortController().signal,
        async *listMetadata() {
          yield [metadata];
          return {kind: 'complete', listPages: 1, listBytes: 1};
        },
        getObject: async () => ({kind: 'found', bytes}),
      });
      let next = await reading.next();
      while (next.done !== true) next = await reading.next();
      expect(next.value.kind).toBe('complete');
      for (const warning of next.value.warnings ?? []) expect(warning).not.toMatch(/undefined|Cannot read/);
    }),
    {numRuns: fuzzRuns(500)},
  );
});

test('whatever an application holds, a release made of it is one that Helm could have stored', () => {
  fc.assert(
    fc.property(mutatedJson(application), (bytes) => {
      let value: unknown;
      try {
        value = JSON.parse(bytes.toString());
      } catch {
        return;
      }
      const made = releaseFromApplication(value, 1_536_000);
      if (made === undefined) return;
      const stored = storedRelease('', {driver: 'secret', payload: made.bytes});
      expect(decodeHelmRelease({driver: 'secret', bytes: stored, limit: 1_536_000})).toMatchObject({
        kind: 'decoded',
      });
    }),
    {numRuns: fuzzRuns(700)},
  );
});

test('the manifest of an application with more resources than a receiver takes ends soon behind the limit', () => {
  const resources = Array.from({length: 30_000}, (_, index) => ({
    version: 'v1',
    kind: 'Pod',
    name: `\u0085${index}`,
  }));
  const made = releaseFromApplication({...application, status: {sourceType: 'Helm', resources}}, 100_000);
  expect(made?.bytes.length).toBeGreaterThan(100_000);
  expect(made?.bytes.length).toBeLessThan(150_000);
});
