import {expect, it} from 'vitest';

import {redactText} from './redact-text.ts';

/** A word in small letters: only what its key says takes it. */
const word = 'wordofmouth';
const thing = (spec: object) => ({apiVersion: 'example.com/v1', kind: 'Thing', metadata: {name: 'a'}, spec});

it.each([
  ['a key together with the one above it', {snmp: {community: word}}],
  ['what an object is called, further inside', {env: [{name: 'API_TOKEN', value: {deep: [{a: word}]}}]}],
  ['what a list is called, in lists within it', {env: {DB_PASSWORDS: [[word], {of: {no: word}}]}}],
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
