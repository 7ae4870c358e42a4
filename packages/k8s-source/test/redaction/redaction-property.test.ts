import {gzipSync} from 'node:zlib';
import {createRawObject} from '@firefly/core';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createRedactor} from '../../src/redaction/create-redactor.ts';
import type {RedactionRule} from '../../src/redaction/redaction-rule.ts';
import {naiveRedaction} from './naive-redaction.ts';
import {rawObjectOf} from './raw-object-of.ts';
import {type Json, type JsonStyle, renderJson} from './render-json.ts';

const everyRule: RedactionRule[] = ['secrets', 'env', 'managedFields', 'lastApplied'];
const rules = fc.subarray(everyRule).map((names) => new Set(names));
const style: fc.Arbitrary<JsonStyle> = fc.record({
  seed: fc.integer(),
  pretty: fc.boolean(),
  escapedKeys: fc.boolean(),
});

/** The words that mean something, in places that make sense of them and in places that do not. */
const key = fc.constantFrom(
  ...'kind apiVersion metadata managedFields annotations podAnnotations data stringData env extraEnv name'.split(
    ' ',
  ),
  ...'value template spec containers command args items DB_PASSWORD note'.split(' '),
  ...'variables valueFrom apiKey key Name Value'.split(' '),
  'kubectl.kubernetes.io/last-applied-configuration',
);
const copy = JSON.stringify({kind: 'Pod', spec: {env: []}});
const manifest = (value: string) => JSON.stringify([{data: {a: value}, kind: 'Secret'}]);
/** A Secret's manifest, as annotations of anything may hold it. */
const packedSecrets = [
  '# Source: a\ndata:\n  a: b\nkind: !!str Secret\n',
  manifest('c'),
  JSON.stringify({a: JSON.stringify({b: manifest('d')})}),
  Buffer.from(manifest('e')).toString('base64'),
  gzipSync(manifest('f')).toString('base64'),
  JSON.stringify({a: gzipSync(manifest('g')).toString('base64')}),
];
const word = fc.oneof(
  fc.constantFrom(
    ...'Secret v1 apps/v1 DB_PASSWORD PORT hunter2hunter2 aHVudGVyMmh1bnRlcjI= REDACTED'.split(' '),
  ),
  fc.constantFrom(
    '',
    'a "quoted" \\ word',
    'x hunter2hunter2 y',
    'DB_PASSWORD=hunter2hunter2',
    'apiKey=',
    'PORT=80\nDB_PASSWORD=x',
    'PORT=80',
    copy,
    '{"kind":"Secret"}',
    '{"kind":"Service"}',
  ),
  fc.constantFrom(...packedSecrets),
  fc.constantFrom(null, true, 12.5),
);

const {tree} = fc.letrec<{tree: Json; variable: Json}>((tie) => ({
  tree: fc.oneof(
    {depthSize: 'small', withCrossShrink: true},
    word,
    fc.dictionary(key, tie('tree'), {maxKeys: 6}),
    fc.array(tie('tree'), {maxLength: 3}),
    fc.array(fc.oneof(tie('variable'), word), {maxLength: 3}).map((env) => ({env})),
    fc.dictionary(key, tie('tree'), {maxKeys: 4}).map((environment) => ({environment})),
    fc.dictionary(key, tie('variable'), {maxKeys: 4}).map((variables) => ({environment: [{variables}]})),
    fc.dictionary(key, word, {maxKeys: 4}).map((annotations) => ({annotations})),
    fc.dictionary(key, word, {maxKeys: 4}).map((data) => ({data, kind: 'Secret'})),
  ),
  variable: fc
    .tuple(
      fc.constantFrom('name', 'Name', 'key'),
      word,
      fc.constantFrom('value', 'Value'),
      fc.oneof(word, tie('tree')),
      tie('tree'),
      fc.boolean(),
    )
    .map(([nameKey, name, valueKey, value, valueFrom, isTurned]) => {
      const members = Object.entries({[nameKey]: name, [valueKey]: value, valueFrom});
      return Object.fromEntries(isTurned ? members.toReversed() : members);
    }),
}));

const kubernetesObject = fc
  .tuple(
    fc.constantFrom('Secret', 'Pod', 'ConfigMap', 'SealedSecret', 'Thing'),
    fc.dictionary(key, tree, {maxKeys: 6}),
    fc.boolean(),
  )
  .map(([kind, members, isLast]) => {
    const {kind: _kind, apiVersion: _apiVersion, ...others} = members;
    const group = kind === 'SealedSecret' || kind === 'Thing' ? 'example.com/v1' : 'v1';
    const head = {apiVersion: group, kind};
    return isLast ? {...others, ...head} : {...head, ...others};
  });

describe('redaction of any object', () => {
  it('replaces what a naive implementation replaces, and keeps every other byte', () => {
    fc.assert(
      fc.property(kubernetesObject, rules, style, (object, rules, style) => {
        const text = renderJson(object, style, new Map());
        const redacted = createRedactor(rules).redact(rawObjectOf(text));
        const expected = renderJson(object, style, naiveRedaction(text, rules));
        expect(Buffer.from(redacted.bytes).toString()).toBe(expected);
        expect(() => redacted.parse()).not.toThrow();
      }),
      {numRuns: 3000},
    );
  });

  it('returns the object itself where nothing goes', () => {
    fc.assert(
      fc.property(kubernetesObject, rules, style, (object, rules, style) => {
        const text = renderJson(object, style, new Map());
        const raw = rawObjectOf(text);
        const redactor = createRedactor(rules);
        const isSame = redactor.redact(raw) === raw;
        expect(isSame).toBe(naiveRedaction(text, rules).size === 0);
        expect(redactor.counts().length === 0).toBe(isSame);
      }),
      {numRuns: 500},
    );
  });

  it('ends, without an error, on bytes that are no JSON', () => {
    const damage = fc.tuple(
      fc.nat(),
      fc.constantFrom('', '"', '\\', '{', '}', '[', ']', ':', ',', '\0'),
      fc.boolean(),
    );
    fc.assert(
      fc.property(
        kubernetesObject,
        style,
        fc.array(damage, {minLength: 1, maxLength: 5}),
        (object, style, damages) => {
          const text = renderJson(object, style, new Map());
          const broken = damages.reduce((before, [at, insertion, isCut]) => {
            const place = at % (before.length + 1);
            return before.slice(0, place) + insertion + (isCut ? '' : before.slice(place + 1));
          }, text);
          const raw = createRawObject(rawObjectOf(text).type, Buffer.from(broken));
          const redacted = createRedactor(new Set(everyRule)).redact(raw);
          expect(redacted.bytes.length).toBeLessThanOrEqual(broken.length + 8 * broken.length);
        },
      ),
      {numRuns: 1000},
    );
  });

  it('leaves no trace of a value in what goes out', () => {
    const secretValue = fc
      .string({unit: 'grapheme', minLength: 10, maxLength: 40})
      .filter((value) => /\S{8}/.test(value));
    fc.assert(
      fc.property(secretValue, style, fc.boolean(), (value, style, holdsLastApplied) => {
        const trimmed = value.trim();
        const encoded = Buffer.from(trimmed).toString('base64');
        const pod = {
          containers: [
            {
              args: [`--password=${trimmed}`],
              env: [
                {value: trimmed, name: 'PASSWORD'},
                {name: 'URL', value: `a:${trimmed}@b`},
              ],
            },
          ],
        };
        const secret = {kind: 'Secret', data: {password: encoded}};
        const content = {
          kind: 'Thing',
          apiVersion: 'example.com/v1',
          metadata: {
            annotations: {
              copy: JSON.stringify({
                apiVersion: 'v1',
                kind: 'Thing',
                metadata: {},
                spec: {template: {spec: pod}, secret},
              }),
              'example.com/last-applied': Buffer.from(trimmed.repeat(3)).toString('base64'),
              nested: JSON.stringify({trimmed}),
              plain: `${trimmed} ${encoded}`,
            },
          },
          spec: {template: {spec: pod}, secret},
        };
        const text = renderJson(content, style, new Map());
        const rules: RedactionRule[] = holdsLastApplied ? everyRule : ['secrets', 'env'];
        const redacted = createRedactor(new Set(rules)).redact(rawObjectOf(text));
        const left = Buffer.from(redacted.bytes).toString();
        for (const trace of [trimmed, JSON.stringify(trimmed).slice(1, -1), encoded])
          expect(left).not.toContain(trace);
      }),
    );
  });

  it('is not troubled by many strings', () => {
    const args = Array.from({length: 200_000}, (_, index) => `--option-${index}`);
    const pod = (value: string) => ({kind: 'Pod', spec: {containers: [{env: [{name: 'KEY', value}], args}]}});
    const redacted = createRedactor(new Set(everyRule)).redact(rawObjectOf(pod('hunter2hunter2')));
    expect(redacted.parse()).toEqual(pod('REDACTED'));
  });

  it('takes more rather than less where an object has too many values to compare', () => {
    const numbers = Array.from({length: 10_000}, (_, index) => index);
    const pod = (secret: string, other: string) => ({
      kind: 'Pod',
      spec: {
        env: numbers.map((number) => ({name: 'KEY', value: `${secret}-${number}`})),
        args: numbers.map((number) => `${other}-${number}`),
        command: ['short'],
      },
    });
    const redacted = createRedactor(new Set(everyRule)).redact(
      rawObjectOf(pod('some-secret', 'some-argument')),
    );
    const {spec} = redacted.parse() as ReturnType<typeof pod>;
    expect(new Set(spec.env.map(({value}) => value))).toEqual(new Set(['REDACTED']));
    expect(new Set(spec.args)).toEqual(new Set(['REDACTED']));
    expect(spec.command).toEqual(['short']);
  });

  it('is not troubled by depth', () => {
    const depth = 200_000;
    const text = `{"kind":"Secret","a":${'[{"b":'.repeat(depth)}1${'}]'.repeat(depth)},"data":{"c":"d"}}`;
    const {type} = rawObjectOf({kind: 'Secret'});
    const raw = createRawObject(type, Buffer.from(text));
    const redacted = createRedactor(new Set(everyRule)).redact(raw);
    expect(Buffer.from(redacted.bytes).toString().endsWith('"data":{"c":"REDACTED"}}')).toBe(true);
  });
});
