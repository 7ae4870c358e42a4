import fc from 'fast-check';
import {expect, test} from 'vitest';

import {placePattern} from '../../src/preview/place-pattern.ts';

test.each([
  ['data["app.yml"] › spring.datasource.password', 'data.* › …'],
  ['data.url', 'data.*'],
  ['data', 'data'],
  ['spec.template.spec.containers[0].env[12].value', 'spec.template.spec.containers[*].env[*].value'],
  ['metadata.annotations["a.io/b"] › data.x', 'metadata.annotations.* › …'],
  ['spec.values.db.password', 'spec.values.*'],
  ['spec.users.alice_1.password', 'spec.users.*.password'],
  ['spec.containers[0].args[1] › --password', 'spec.containers[*].args[*] › …'],
  ['["a › b"]', '*'.concat(' › …')],
  ['', ''],
])('%s → %s', (path, pattern) => expect(placePattern(path)).toBe(pattern));

test('nothing of a key that somebody made up is in it', () => {
  fc.assert(
    fc.property(fc.string({minLength: 1}), (key) => {
      const step = /^[\w$-]+$/.test(key) ? `.${key}` : `["${key}"]`;
      for (const map of ['data', 'metadata.annotations', 'spec.values', 'metadata.labels'])
        expect(placePattern(`${map}${step}`)).toMatch(
          new RegExp(`^${map.replaceAll('.', '\\.')}\\.\\*( › …)?$`),
        );
    }),
  );
});
