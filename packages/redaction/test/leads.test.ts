import fc from 'fast-check';
import {expect, it} from 'vitest';
import {stringify} from 'yaml';

import {fuzzRuns} from '../../../scripts/fuzz-runs.ts';
import {createRedactor} from '../src/create-redactor.ts';
import {corpus} from './corpus.ts';
import {rawObjectOf} from './raw-object-of.ts';
import {redactText, textOf} from './redact-text.ts';

/** A word in small letters: only what its key says takes it. */
const word = 'wordofmouth';
const thing = (spec: object) => ({apiVersion: 'example.com/v1', kind: 'Thing', metadata: {name: 'a'}, spec});

it.each([
  ['a key together with the one above it', {snmp: {community: word}}],
  ['what an object is called, further inside', {env: [{name: 'API_TOKEN', value: {deep: [{a: word}]}}]}],
  ['what a list is called, in lists within it', {env: {DB_PASSWORDS: [[word], {of: {no: word}}]}}],
  ['what a text is called that is a list', {env: [{name: 'API_TOKENS', value: `["${word}-8Kq2Zx"]`}]}],
  ['what a text is called that is a map', {env: [{name: 'API_TOKENS', value: `{"a":"${word}-8Kq2Zx"}`}]}],
])('takes what only its place tells: %s', (_, spec) => {
  const left = redactText(thing(spec), 'all');
  expect(left).toContain('REDACTED');
  expect(left).not.toContain(word);
});

it('takes a word again where people repeat values, and nowhere else', () => {
  const spec = {
    env: [
      {name: 'API_TOKEN', value: word},
      {name: 'COPY', value: word},
    ],
    other: {note: word},
  };
  expect(JSON.parse(redactText(thing(spec), 'all'))).toEqual(
    thing({
      env: [
        {name: 'API_TOKEN', value: 'REDACTED'},
        {name: 'COPY', value: 'REDACTED'},
      ],
      other: {note: word},
    }),
  );
});

it('leaves what the keys of a file say, whatever that is called', () => {
  const spec = {'secrets.yaml': 'app:\n  build: vQ7rT2mXk9\n'};
  expect(redactText(thing(spec), 'all')).toBe(JSON.stringify(thing(spec)));
});

it('leaves what a Secret is asked for, whatever it is called', () => {
  const spec = {auth: {secretName: 'db', password: 'key-in-it'}};
  expect(redactText(thing(spec), 'all')).toBe(JSON.stringify(thing(spec)));
});

it('takes copies of manifests however deep they are quoted, and the shortest token', () => {
  let copy = JSON.stringify({apiVersion: 'v1', kind: 'Pod', metadata: {name: 'a'}});
  for (let depth = 0; depth < 4; depth++) copy = JSON.stringify({copy});
  const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.';
  const annotations = {copy, token, note: 'threshold=1;policy=none;region=eu'};
  const left = redactText({kind: 'Pod', metadata: {annotations}}, 'lastApplied');
  expect(JSON.parse(left)).toEqual({
    kind: 'Pod',
    metadata: {annotations: {...annotations, copy: 'REDACTED', token: 'REDACTED'}},
  });
});

it('ends with a text that ends with a backslash behind a value that is known', () => {
  const value = 'Qzxwvk!T7K2M9QX4';
  const packed = Buffer.from(`was ${value}\\`).toString('base64');
  const left = redactText(thing({password: value, note: packed}), 'all');
  expect(left).not.toContain(value);
  expect(left).not.toContain(packed);
});

it('reads an object the same, whatever was read before it', () => {
  const redactor = createRedactor({sets: ['all']});
  const commands = Array.from({length: 1900}, (_, number) => ({
    args: ['-v', 'a', 'b', 'c', `x${number}`],
  }));
  const first = textOf(redactor.redact(rawObjectOf(thing({commands}))));
  expect(textOf(redactor.redact(rawObjectOf(thing({commands}))))).toBe(first);

  // A name with quotes in it is not the key that is written so.
  redactText(thing({text: 'token: a\nenv:\n- value: a\n  name: |\n    "zqEnv"'}), 'all');
  expect(redactText(thing({zqEnv: {DB_PASSWORD: 'wordofmouth7'}}), 'env')).not.toContain('wordofmouth7');
});

const rules = [{name: 'nothing', value: 'x'}];
const sets = ['all', 'env', 'secrets env managedFields lastApplied', 'keys', 'values'].map((names) =>
  names.split(' '),
);
const redactors = sets.map((names) => ({
  names,
  redactor: createRedactor({sets: names}),
  // A rule with an expression must see every value.
  thorough: createRedactor({sets: names, rules, compile: () => () => []}),
}));

/** All that goes is found where only what an anchor leads to is asked about, and told where all is. */
function expectAllFound(object: object): void {
  const item = rawObjectOf(object);
  for (const {names, redactor, thorough} of redactors) {
    const before = redactor.redactions().values;
    const left = textOf(redactor.redact(item));
    expect([names, left]).toEqual([names, textOf(thorough.redact(item))]);
    expect(redactor.examine(item)).toHaveLength(redactor.redactions().values - before);
  }
}

it('finds in the corpus what it finds where it asks about everything', () => {
  for (const {object} of corpus(1)) expectAllFound(object);
});

const key = fc.constantFrom(
  ...'a name key value data stringData kind type env args command annotations metadata spec password token apiKey auth snmp community secret secretName secretKeyRef valueFrom default encryption keys tokens users items managedFields DB_PASSWORD'.split(
    ' ',
  ),
);
const scalar = fc.oneof(
  fc.constantFrom(
    ...'wordofmouth|Secret|v1|password|API_TOKEN|encryption|-p|--password|mysql|aB3xQ9zz7K!w|user:aB3xQ9zz7K|token: x9!aQz77Lm|postgres://u:Wn5kQz8v@h/d|login: admin / violet89|a\\u0070b|REDACTED||Bearer aB3xQ9zz7Kq|<password>x9aQz77Lm</password>'.split(
      '|',
    ),
    `ghp_${'aB3x'.repeat(9)}`,
    12_345_678,
    true,
    null,
  ),
);
const {node} = fc.letrec<{node: unknown}>((tie) => ({
  node: fc.oneof(
    {depthSize: 'small', withCrossShrink: true},
    scalar,
    fc.dictionary(key, tie('node'), {maxKeys: 5}),
    fc.array(tie('node'), {maxLength: 4}),
    tie('node').map((inner) => JSON.stringify(inner)),
    tie('node').map((inner) => stringify(inner)),
  ),
}));

it('finds in any object what it finds where it asks about everything', () => {
  fc.assert(
    fc.property(
      fc.dictionary(key, node, {maxKeys: 5}),
      fc.constantFrom('Thing', 'Secret', 'Pod'),
      (content, kind) => expectAllFound({apiVersion: 'v1', ...content, kind}),
    ),
    {numRuns: fuzzRuns(400)},
  );
});
