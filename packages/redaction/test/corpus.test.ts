import {describe, expect, it} from 'vitest';

import {isTestingAll} from '../../../scripts/is-testing-all.ts';
import {corpus} from './corpus.ts';
import type {Planted} from './planted.ts';
import {redactText} from './redact-text.ts';

/** The values that are still in what is left, in any spelling that a reader knows. */
function isLeft({object, value}: Planted, ...sets: string[]): boolean {
  const text = redactText(object, ...sets);
  const json = JSON.stringify(value).slice(1, -1);
  const spellings = [json, JSON.stringify(json).slice(1, -1), Buffer.from(value).toString('base64')];
  return spellings.some((spelling) => text.includes(spelling)) || text === JSON.stringify(object);
}

describe.each(isTestingAll ? [0, 1, 2] : [0])('the corpus, drawn for the %d. time', (number) => {
  const planted = corpus(number);
  const secrets = planted.filter(({isSecret}) => isSecret);
  const harmless = planted.filter(({isSecret}) => !isSecret);

  it('leaves with `all` no secret in it', () => {
    const left = secrets.filter((one) => isLeft(one, 'all')).map(({place}) => place);
    expect(left.length < secrets.length / 100 ? [] : left).toEqual([]);
  });

  it('leaves with `all` what only looks like a secret, to the byte', () => {
    const changed = harmless.filter(({object}) => redactText(object, 'all') !== JSON.stringify(object));
    expect(changed.map(({place}) => place)).toEqual([]);
  });

  it('leaves with `env` no variable whose name tells', () => {
    const variables = secrets.filter(({place}) => /^(?:env|last-applied) \S/.test(place));
    expect(variables.filter((one) => isLeft(one, 'env')).map(({place}) => place)).toEqual([]);
  });
});
