import {expect, it} from 'vitest';

import {createRedactor} from '../src/index.ts';
import {corpus} from './corpus.ts';
import {rawObjectOf} from './raw-object-of.ts';

const scanner = createRedactor({sets: ['secrets', 'env', 'keys', 'values']});

it.each([undefined, 'k'.repeat(32)])(
  'finds nothing in what was redacted, with the marker key %s',
  (markerKey) => {
    const redactor = createRedactor({sets: ['all'], ...(markerKey === undefined ? {} : {markerKey})});
    const left = corpus(4).flatMap(({place, object}) =>
      scanner.examine(redactor.redact(rawObjectOf(object))).map((finding) => ({place, ...finding})),
    );
    expect(left).toEqual([]);
  },
);

it('finds nearly every secret of the corpus, tells its path, and shows no value', () => {
  const secrets = corpus(5).filter(({isSecret}) => isSecret);
  const findings = secrets.map(({object}) => scanner.examine(rawObjectOf(object)));
  expect(findings.filter((found) => found.length === 0).length).toBeLessThan(secrets.length / 100);
  for (const [index, {value}] of secrets.entries()) {
    expect(JSON.stringify(findings[index])).not.toContain(JSON.stringify(value).slice(1, -1));
    for (const {path} of findings[index] ?? []) expect(path).not.toBe('');
  }
});

const token = `ghp_${'aB3x'.repeat(9)}`;
const password = 'Wn5!kQz8vT2r';

it('shows no value that somebody used as a key, and cuts paths that have no end', () => {
  const object = rawObjectOf({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {name: 'settings', namespace: 'shop'},
    data: {
      'app.yml': `${token}:\n  password: ${password}\n${password}:\n  token: ${token}\n`,
      password,
      ['a'.repeat(5000)]: token,
    },
  });
  const findings = scanner.examine(object);
  expect(findings.length).toBeGreaterThan(3);
  const text = JSON.stringify(findings);
  expect(text).not.toContain(token.slice(0, 12));
  expect(text).not.toContain(password);
  expect(text.length).toBeLessThan(3000);
});

it('tells where a value is repeated', () => {
  const object = rawObjectOf({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name: 'web', namespace: 'shop'},
    spec: {
      containers: [
        {
          name: 'app',
          env: [{name: 'DB_PASSWORD', value: password}],
          args: ['--quiet', `greet ${password} now`],
        },
      ],
    },
  });
  expect(scanner.examine(object)).toContainEqual({
    rule: expect.any(String),
    detector: 'repeated value',
    path: 'spec.containers[0].args[1]',
  });
});
