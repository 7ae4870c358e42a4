import fc from 'fast-check';
import {expect, it} from 'vitest';
import {scanPage} from '../../src/firefly/scan-page.ts';

/** JSON text with white space wherever JSON allows it. */
function layOut(value: unknown, gap: string): string {
  if (Array.isArray(value))
    return `[${gap}${value.map((item) => layOut(item, gap)).join(`${gap},${gap}`)}${gap}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}${gap}:${gap}${layOut(member, gap)}`,
  );
  return `{${gap}${members.join(`${gap},${gap}`)}${gap}}`;
}

const awkward = fc.constantFrom('"', '\\', '\\"', '{', '}', '[', ']', '":{', '\\\\', 'é', '\u0000', '😀');
const text = fc.array(fc.oneof(awkward, fc.string({unit: 'grapheme', maxLength: 6})), {maxLength: 6});
const string = text.map((parts) => parts.join(''));
const {value} = fc.letrec<{value: unknown}>((tie) => ({
  value: fc.oneof(
    {maxDepth: 4},
    fc.integer(),
    fc.double({noNaN: true, noDefaultInfinity: true}),
    fc.boolean(),
    fc.constant(null),
    string,
    fc.array(tie('value'), {maxLength: 4}),
    fc.dictionary(string, tie('value'), {maxKeys: 4}),
  ),
}));
const name = string.filter((candidate) => candidate !== '');
const object = fc
  .record({kind: name, uid: fc.option(name, {nil: undefined}), before: value, after: value})
  .map(({kind, uid, before, after}) => ({
    status: before,
    metadata: {labels: before, ...(uid === undefined ? {} : {uid}), annotations: after},
    kind,
    spec: after,
    apiVersion: 'v1',
  }));
const gaps = fc.constantFrom('', ' ', '\n\t', '\r\n  ');
const inner = (json: string): string => JSON.stringify(json).slice(1, -1);

it('finds every object of a page, its kind and its uid, by its exact bytes', () => {
  fc.assert(
    fc.property(fc.array(object, {maxLength: 5}), gaps, value, (objects, gap, other) => {
      const texts = objects.map((item) => layOut(item, gap));
      const bytes = Buffer.from(
        `{${gap}"other":${layOut(other, gap)},"objects":${gap}[${gap}${texts.join(`,${gap}`)}]}`,
      );
      const page = scanPage(bytes, 'objects', 'object');
      expect(page.keys).toEqual(['other', 'objects']);
      expect(page.items.map(({start, end}) => bytes.toString('utf8', start, end))).toEqual(texts);
      expect(page.items.map(({kind}) => kind)).toEqual(objects.map(({kind}) => inner(kind)));
      const uids = objects.map(({metadata: {uid}}) => (typeof uid === 'string' ? inner(uid) : undefined));
      expect(page.items.map((item) => item.object?.uid)).toEqual(uids);
    }),
  );
});

it('finds wrapped objects and items of any other shape', () => {
  fc.assert(
    fc.property(fc.array(object, {minLength: 1, maxLength: 4}), gaps, (objects, gap) => {
      const wrapped = objects.map((item) => layOut({kind: item.kind, object: item}, gap));
      const bytes = Buffer.from(`{"k8sObjects":[${wrapped.join(',')}]}`);
      const page = scanPage(bytes, 'k8sObjects', 'wrapped');
      expect(
        page.items.map((item) => item.object && bytes.toString('utf8', item.object.start, item.object.end)),
      ).toEqual(objects.map((item) => layOut(item, gap)));
      expect(page.items.map(({keys}) => keys)).toEqual(objects.map(() => ['kind', 'object']));
      const opaque = scanPage(bytes, 'k8sObjects', 'opaque');
      expect(opaque.items.map(({start, end}) => bytes.toString('utf8', start, end))).toEqual(wrapped);
    }),
  );
});

it('never runs past the end of a truncated page', () => {
  fc.assert(
    fc.property(
      fc.array(object, {minLength: 1, maxLength: 2}),
      fc.double({min: 0, max: 1, noNaN: true}),
      (objects, share) => {
        const bytes = Buffer.from(JSON.stringify({objects}));
        const cut = bytes.subarray(0, Math.floor(share * (bytes.length - 1)));
        expect(() => scanPage(cut, 'objects', 'object')).toThrow('not JSON');
      },
    ),
  );
});
