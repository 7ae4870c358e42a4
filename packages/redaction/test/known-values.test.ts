import fc from 'fast-check';
import {expect, it} from 'vitest';

import type {Span} from '../src/edit.ts';
import {KnownValues} from '../src/engine/known-values.ts';

const values = ['Xk29!dkQwe0', 'violet-lamp-77'];
const known = new KnownValues();
for (const value of values)
  known.add(Buffer.from(value), {rule: 'keys', isEverywhere: true, marker: 'REDACTED'});

it('finds values in any spelling but where all goes anyway', () => {
  const part = fc.constantFrom(
    ...values,
    JSON.stringify('Xk29!dkQwe0'),
    'WGsyOSFka1F3ZTA=',
    'x',
    'Xk29!',
    ' ',
    '=',
  );
  const parts = fc.array(fc.record({text: part, isGone: fc.boolean()}), {maxLength: 12});
  fc.assert(
    fc.property(parts, (all) => {
      const text = Buffer.from(all.map((one) => one.text).join(''));
      let end = 0;
      const gone = all.flatMap((one) => {
        const start = end;
        end += one.text.length;
        return one.isGone ? [{start, end}] : [];
      });
      const isApart = (hit: Span) => gone.every((one) => hit.end <= one.start || hit.start >= one.end);
      expect(known.find(text, gone)?.filter(isApart)).toEqual(known.find(text)?.filter(isApart));
    }),
  );
});
