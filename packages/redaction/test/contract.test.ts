import {gunzipSync, gzipSync} from 'node:zlib';

import {
  createForestStage,
  createMemorySink,
  createMemorySource,
  runCollection,
  type StreamItem,
} from '@firefly/core';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {stringify as toYaml} from 'yaml';

import {fuzzRuns} from '../../../scripts/fuzz-runs.ts';
import {createRedactionStage, createRedactor, type Redactor} from '../src/create-redactor.ts';
import {telling, tellingKey} from '../src/detectors/telling-key.ts';
import {readRules} from '../src/rules/read-rules.ts';
import {rawObjectOf} from './raw-object-of.ts';
import {textOf} from './redact-text.ts';

/** In lines of any length: what folds in a value goes with it. */
const stringify = (content: object) => toYaml(content, {lineWidth: 0});
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const deployment = (value: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  spec: {template: {spec: {containers: [{name: 'app', env: [{name: 'DB_PASSWORD', value}]}]}}},
});
const secret = (value: string) => ({apiVersion: 'v1', kind: 'Secret', stringData: {note: value}});
const vault = (value: string) => ({
  apiVersion: 'example.com/v1',
  kind: 'Thing',
  spec: {vault: {a: {role: value, path: 'x'}}},
});

interface RuleCase {
  readonly name: string;
  readonly sets?: readonly string[];
  /** The user's. */
  readonly rules?: string;
  /** Texts in which the rule takes the value, and nothing else. */
  readonly documents: readonly ((value: string) => string)[];
}

/** Every built-in set that looks into texts, and one of each form that a rule of the user may have. */
const cases: readonly RuleCase[] = [
  {
    name: 'secrets',
    sets: ['secrets'],
    documents: [(value) => JSON.stringify(secret(value)), (value) => stringify(secret(value))],
  },
  {
    name: 'env',
    sets: ['env'],
    documents: [
      (value) => JSON.stringify(deployment(value)),
      (value) => stringify(deployment(value)),
      (value) => JSON.stringify({extraEnvVars: {API_TOKEN: value, LOG_LEVEL: 'info'}}),
    ],
  },
  {
    name: 'keys',
    sets: ['keys'],
    documents: [
      (value) => JSON.stringify({db: {password: value}}),
      (value) => stringify({db: {password: value, host: 'h'}}),
      (value) => `PORT=80\nDB_PASSWORD=${value}\n`,
      (value) => `app --db-password=${value} --port 80\n`,
      (value) => `Server=sql;User Id=sa;Password=${value};Encrypt=True;`,
      (value) => `secrets = {a = "x", token = "${value}"}\n`,
    ],
  },
  {
    name: 'values',
    sets: ['values'],
    documents: [
      (value) => `url = postgres://u:${value}@h/d\n`,
      (value) => JSON.stringify({a: [{target: `redis://:${value}@redis:6379/0`}]}),
    ],
  },
  {
    name: 'an expression for values',
    rules: "- {name: own, value: '[A-Z][a-z]{5}[-_!][A-Z0-9]{9}'}",
    documents: [(value) => `see ${value}, please`, (value) => JSON.stringify({a: [value, 'b']})],
  },
  {
    name: 'an expression for keys',
    rules: "- {name: own, key: '^colour$'}",
    documents: [(value) => JSON.stringify({colour: value}), (value) => stringify({a: [{colour: value}]})],
  },
  {
    name: 'a path',
    rules: '- {name: own, kinds: [things.example.com], path: spec.vault.**.role}',
    documents: [(value) => JSON.stringify(vault(value)), (value) => stringify(vault(value))],
  },
  {
    name: 'detectors for some kinds',
    rules: '- {name: own, detectors: [telling key, telling value]}',
    documents: [
      (value) => JSON.stringify({password: value}),
      (value) => `https://u:${value}@example.com/x\n`,
    ],
  },
];

/** How a text may lie within another. */
const wrappings: Readonly<Record<string, (text: string, others: object) => string>> = {
  json: (text, others) => JSON.stringify({...others, document: text, n: 1.5}),
  'indented json': (text, others) => JSON.stringify({list: [others, {document: text}]}, null, 2),
  yaml: (text, others) => stringify({...others, document: text, list: ['b']}),
  base64: (text) => base64(text),
  gzip: (text) => base64(gzipSync(text)),
};

const places: Readonly<Record<string, (text: string, others: object) => object>> = {
  'a ConfigMap': (text, others) => ({apiVersion: 'v1', kind: 'ConfigMap', data: {file: text, ...others}}),
  'an annotation': (text, others) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {annotations: {note: text}},
    spec: others,
  }),
  'a custom resource': (text, others) => ({
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    spec: {deep: [{text}], ...others},
  }),
  'an Argo CD application': (text, others) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    spec: {source: {helm: {values: text}, ...others}},
  }),
};

const releases: Readonly<Record<string, (text: string, others: object) => object>> = {
  'values of a Helm release': (text, others) => ({name: 'a', config: {...others, file: text}, manifest: ''}),
  'the manifest of a release': (text, others) => ({
    name: 'a',
    config: {},
    manifest: `---\n${stringify({apiVersion: 'v1', kind: 'ConfigMap', data: {file: text, ...others}})}`,
  }),
};

const value = fc.stringMatching(/^[A-Z][a-z]{5}[-_!][A-Z][A-Z0-9]{7}[0-9]$/);
const others = fc.dictionary(
  fc
    .stringMatching(/^[b-d][a-z]{2,6}$/)
    .filter((key) => tellingKey(key) === telling.none && !key.startsWith('doc')),
  fc.oneof(fc.integer(), fc.boolean(), fc.constantFrom('blue', 'a b', 'x: y', 'http://example.com', '')),
  {maxKeys: 4},
);
const levels = fc.array(fc.tuple(fc.constantFrom(...Object.keys(wrappings)), others), {maxLength: 4});

/** The text with all that is packed in it unpacked where it stands, whatever packed it. */
function unpacked(text: string, depth = 0): string {
  if (depth > 8) return text;
  return text.replaceAll(/[A-Za-z0-9+/]{20,}={0,2}/g, (run) => {
    const bytes = Buffer.from(run, 'base64');
    if (bytes[0] === 0x1f && bytes[1] === 0x8b)
      return `«${unpacked(gunzipSync(bytes).toString(), depth + 1)}»`;
    const inner = bytes.toString();
    return /[^\t\n\r -~«»]/.test(inner) ? run : `«${unpacked(inner, depth + 1)}»`;
  });
}

async function redactorOf({sets = [], rules = ''}: RuleCase): Promise<Redactor> {
  const own = await readRules(rules, 'rules');
  return createRedactor({
    sets,
    rules: own.rules,
    ...(own.compile === undefined ? {} : {compile: own.compile}),
  });
}

function releaseOf(content: object): StreamItem {
  const bytes = Buffer.from(JSON.stringify(content));
  return {
    stream: 'helmReleases',
    byteLength: bytes.length,
    copyTo: (target, offset) => target.set(bytes, offset),
    describe: () => ({kind: 'HelmRelease', namespace: 'shop', name: 'a'}),
  };
}

describe.each(cases)('what $name takes', (one) => {
  it('is nowhere, however documents lie in each other, and every other byte is as it came', async () => {
    const redactor = await redactorOf(one);
    const all = {...places, ...releases};
    fc.assert(
      fc.property(
        value,
        levels,
        others,
        fc.constantFrom(...one.documents),
        fc.constantFrom(...Object.keys(all)),
        (planted, wraps, beside, document, where) => {
          const text = wraps.reduce(
            (inner, [name, more]) => wrappings[name]?.(inner, more) ?? '',
            document(planted),
          );
          const content = all[where]?.(text, beside) ?? {};
          const item = where in releases ? releaseOf(content) : rawObjectOf(content);
          const before = unpacked(textOf(item));
          expect(before).toContain(planted);
          const redacted = redactor.redact(item);
          const left = textOf(redacted);
          expect(unpacked(left)).toBe(before.replaceAll(planted, 'REDACTED'));
          expect(() => JSON.parse(left) as unknown).not.toThrow();
          expect(redactor.redact(redacted)).toBe(redacted);
          // The same walk reports what it finds, and shows no value.
          const findings = redactor.examine(item);
          expect(findings.length).toBeGreaterThan(0);
          expect(JSON.stringify(findings)).not.toContain(planted);
        },
      ),
      {numRuns: fuzzRuns(200)},
    );
  });
});

const wholes: readonly (readonly [
  string,
  Omit<RuleCase, 'name' | 'documents'>,
  (value: string) => object,
])[] = [
  [
    'a Secret',
    {sets: ['secrets']},
    (text) => ({kind: 'Secret', data: {a: base64(text)}, stringData: {b: text}}),
  ],
  [
    'managed fields',
    {sets: ['managedFields']},
    (text) => ({kind: 'Pod', metadata: {managedFields: [{manager: text, fieldsV1: {[`f:${text}`]: {}}}]}}),
  ],
  [
    'a copy of a manifest',
    {sets: ['lastApplied']},
    (text) => ({
      kind: 'Pod',
      metadata: {annotations: {copy: JSON.stringify({...secret(text), metadata: {}})}},
    }),
  ],
  [
    'annotations that are dropped',
    {rules: "- {name: own, annotations: ['ops.example.com/*'], action: drop}"},
    (text) => ({kind: 'Pod', metadata: {annotations: {'ops.example.com/a': text, b: 'stays'}}}),
  ],
  [
    'a path that is dropped',
    {rules: "- {name: own, path: 'spec.containers[*].note', action: drop}"},
    (text) => ({kind: 'Pod', spec: {containers: [{name: 'a', note: {deep: [text]}}, {note: text}]}}),
  ],
];

it.each(wholes)('what goes as a whole is nowhere: %s', async (_, rules, object) => {
  const redactor = await redactorOf({name: '', documents: [], ...rules});
  fc.assert(
    fc.property(value, (planted) => {
      const item = rawObjectOf({apiVersion: 'v1', metadata: {name: 'a'}, ...object(planted)});
      const left = textOf(redactor.redact(item));
      for (const spelling of [planted, base64(planted)]) expect(left).not.toContain(spelling);
      expect(() => JSON.parse(left) as unknown).not.toThrow();
    }),
    {numRuns: fuzzRuns(40)},
  );
});

it('keeps them out of the pages of objects and of trees', async () => {
  const planted = 'Qzxwvk!T7K2M9QX4';
  const owner = {kind: 'Deployment', name: 'web', uid: 'u1'};
  const {type} = rawObjectOf(deployment(planted));
  const pods = rawObjectOf({apiVersion: 'v1', kind: 'Pod'}).type;
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-1',
      uid: 'u2',
      ownerReferences: [owner],
      annotations: {note: `password: ${planted}`},
    },
  };
  const web = {...deployment(planted), metadata: {name: 'web', uid: 'u1'}};
  const source = createMemorySource({
    types: [
      {type, objects: [JSON.stringify(web)]},
      {type: pods, objects: [JSON.stringify(pod)]},
    ],
  });
  const sink = createMemorySink({streams: ['objects', 'k8sTrees']});
  const stages = [createRedactionStage(createRedactor({sets: ['all']})), createForestStage()];
  await runCollection({source, sink, stages, signal: new AbortController().signal});
  const text = (content: object) => JSON.stringify(content).replaceAll(planted, 'REDACTED');
  expect(sink.items('objects').toSorted()).toEqual([text(web), text(pod)].toSorted());
  expect(sink.items('k8sTrees')).toHaveLength(1);
  for (const {body} of sink.pages) expect(unpacked(body)).not.toContain(planted);
  expect(sink.items('k8sTrees')[0]).toContain(text(pod));
});

it('any JSON without a secret stays the very same object', () => {
  fc.assert(
    fc.property(fc.jsonValue({maxDepth: 5}), (spec) => {
      const raw = rawObjectOf({apiVersion: 'example.com/v1', kind: 'Thing', spec});
      const redacted = createRedactor({sets: ['secrets', 'env', 'managedFields']}).redact(raw);
      expect(redacted).toBe(raw);
    }),
    {numRuns: fuzzRuns(200)},
  );
});
