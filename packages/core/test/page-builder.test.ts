import fc from 'fast-check';
import {describe, expect, test} from 'vitest';

import {createPageBuilder, type Page, type PageFormat, type StreamItem} from '../src/index.ts';
import {createBodyPool} from '../src/page-builder.ts';
import {textItem} from './text-item.ts';

const bare: PageFormat = {head: Buffer.from('{"objects":['), tail: Buffer.from(']}')};
const wrapped: PageFormat = {
  head: Buffer.from('{"fetchingId":"ü","k8sObjects":['),
  tail: Buffer.from(']}'),
  before: (item) => Buffer.from(`{"size":${item.byteLength},"object":`),
  after: Buffer.from('}'),
};

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const json = (size: number) => `"${'ü'.repeat(Math.floor(size / 2))}${'x'.repeat(size % 2)}"`;

/** What stands in the page for an item, by the format's own account. */
function framed(text: string, {before, after}: PageFormat): string {
  return `${textOf(before?.(textItem(text)) ?? Buffer.alloc(0))}${text}${textOf(after ?? Buffer.alloc(0))}`;
}

/** The pages that closed while items were added, and the rest. */
function build(texts: readonly string[], format: PageFormat, pageBytes: number): Page[] {
  const builder = createPageBuilder({stream: 'objects', format, pageBytes});
  const pages = texts.map((text) => builder.add(textItem(text)));
  return [...pages, builder.finish()].filter((page) => page !== undefined);
}

const inputs = {
  texts: fc.array(fc.nat({max: 300}).map(json), {maxLength: 60}),
  format: fc.constantFrom(bare, wrapped),
  pageBytes: fc.integer({min: 1, max: 1000}),
};

describe('for any items and any budget', () => {
  test('the pages hold every item once, in order, framed by head, commas and tail', () => {
    fc.assert(
      fc.property(inputs.texts, inputs.format, inputs.pageBytes, (texts, format, pageBytes) => {
        const rest = [...texts];
        for (const page of build(texts, format, pageBytes)) {
          const mine = rest.splice(0, page.offsets.length).map((text) => framed(text, format));
          expect(textOf(page.body)).toBe(`${textOf(format.head)}${mine.join(',')}${textOf(format.tail)}`);
          expect(() => JSON.parse(textOf(page.body))).not.toThrow();
        }
        expect(rest).toEqual([]);
      }),
    );
  });

  test('a page closes with the item that passes the budget, and never later or sooner', () => {
    fc.assert(
      fc.property(inputs.texts, inputs.format, inputs.pageBytes, (texts, format, pageBytes) => {
        const builder = createPageBuilder({stream: 'objects', format, pageBytes});
        let bytes = 0;
        for (const text of texts) {
          bytes += Buffer.byteLength(text);
          const page = builder.add(textItem(text));
          expect(page?.itemBytes).toBe(bytes > pageBytes ? bytes : undefined);
          if (page !== undefined) bytes = 0;
        }
        expect(builder.finish()?.itemBytes).toBe(bytes > 0 ? bytes : undefined);
      }),
    );
  });

  test('each offset is where its item begins, wrapping included', () => {
    fc.assert(
      fc.property(inputs.texts, inputs.format, inputs.pageBytes, (texts, format, pageBytes) => {
        const rest = [...texts];
        for (const {body, offsets} of build(texts, format, pageBytes)) {
          for (const offset of offsets) {
            const expected = framed(rest.shift()!, format);
            expect(textOf(body.subarray(offset, offset + Buffer.byteLength(expected)))).toBe(expected);
          }
        }
      }),
    );
  });

  test('a page keeps its body until it is released, whatever is built meanwhile', () => {
    // Each number says which of the pages that are still held is released before the next item; -1: none.
    const releases = fc.array(fc.integer({min: -1, max: 4}), {minLength: 60, maxLength: 60});
    fc.assert(
      fc.property(inputs.texts, inputs.pageBytes, releases, (texts, pageBytes, releases) => {
        const builder = createPageBuilder({stream: 'objects', format: bare, pageBytes});
        const held: {page: Page; body: string}[] = [];
        texts.forEach((text, index) => {
          const page = builder.add(textItem(text));
          if (page !== undefined) held.push({page, body: textOf(page.body)});
          for (const {page, body} of held) expect(textOf(page.body)).toBe(body);
          for (const {page} of held.splice(releases[index]!, releases[index]! < 0 ? 0 : 1)) page.release();
        });
        expect(new Set(held.map(({page}) => page.body.buffer)).size).toBe(held.length);
      }),
    );
  });
});

describe('the budget', () => {
  test('may be met exactly', () => {
    const [first] = build([json(8), json(8), json(8)], bare, 20);
    expect(first?.offsets).toHaveLength(3);
  });

  test('does not count head, tail, commas and wrapping', () => {
    const [first] = build([json(8), json(8)], wrapped, 20);
    expect(first?.body.byteLength).toBeGreaterThan(60);
    expect(first?.offsets).toHaveLength(2);
  });

  test('may be passed by one item alone, however large', () => {
    const [page] = build([json(3_000_000)], bare, 10);
    expect(page?.itemBytes).toBe(3_000_002);
    expect(textOf(page!.body)).toBe(`{"objects":[${json(3_000_000)}]}`);
  });

  test('is passed by items of any size around the room that was left for them', () => {
    const sizes = Array.from({length: 40}, (_, index) => 65_510 + index);
    for (const size of [...sizes, 100_000, 130_000]) {
      const [page] = build([json(size)], bare, 10);
      expect(textOf(page!.body)).toBe(`{"objects":[${json(size)}]}`);
    }
  });

  test('leaves room for a head that is much larger than itself', () => {
    const head = Buffer.from(`{"k8sTypes":[${'"Pod",'.repeat(50_000)}"Pod"],"helmReleases":[`);
    const [page] = build(['1'], {head, tail: Buffer.from(']}')}, 1000);
    expect(textOf(page!.body).startsWith(textOf(head))).toBe(true);
    expect(JSON.parse(textOf(page!.body))).toHaveProperty('helmReleases', [1]);
  });
});

describe('memory', () => {
  const page = (builder: ReturnType<typeof createPageBuilder>) => builder.add(textItem(json(50)))!;
  const builder = () => createPageBuilder({stream: 'objects', format: bare, pageBytes: 10});

  test('of a released page holds the next one', () => {
    const pages = builder();
    const first = page(pages);
    const {buffer} = first.body;
    first.release();
    expect(page(pages).body.buffer).toBe(buffer);
  });

  test('of a page that was released twice holds one page, not two', () => {
    const pages = builder();
    const first = page(pages);
    first.release();
    first.release();
    expect(page(pages).body.buffer).not.toBe(page(pages).body.buffer);
  });

  test('of many released pages is let go, but for a few', () => {
    const pages = builder();
    const many = Array.from({length: 20}, () => page(pages));
    const buffers = new Set(many.map(({body}) => body.buffer));
    for (const one of many) one.release();
    const next = Array.from({length: 20}, () => page(pages));
    const reused = next.filter(({body}) => buffers.has(body.buffer));
    expect(reused.length).toBeGreaterThanOrEqual(1);
    expect(reused.length).toBeLessThanOrEqual(5);
  });
});

test('a page names its type where its builder has one', () => {
  const type = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};
  const pageOf = (options: object) => {
    const builder = createPageBuilder({stream: 'objects', format: bare, pageBytes: 10, ...options});
    builder.add(textItem('{}'));
    return builder.finish();
  };
  expect(pageOf({type})?.type).toBe(type);
  expect(pageOf({})).not.toHaveProperty('type');
});

test('nothing added, nothing to finish', () => {
  const builder = createPageBuilder({stream: 'objects', format: bare, pageBytes: 10});
  expect(builder.finish()).toBeUndefined();
  expect(builder.add(textItem(json(20)))).toBeDefined();
  expect(builder.finish()).toBeUndefined();
});

test('an item that cannot be copied leaves no trace in its page', () => {
  const builder = createPageBuilder({stream: 'objects', format: wrapped, pageBytes: 1000});
  const broken: StreamItem = {
    ...textItem(json(20)),
    copyTo() {
      throw new Error('the spool is gone');
    },
  };
  expect(() => builder.add(broken)).toThrow('the spool is gone');
  builder.add(textItem('1'));
  expect(() => builder.add(broken)).toThrow('the spool is gone');
  builder.add(textItem('2'));
  const page = builder.finish()!;
  expect(textOf(page.body)).toBe(
    `${textOf(wrapped.head)}${framed('1', wrapped)},${framed('2', wrapped)}${textOf(wrapped.tail)}`,
  );
  expect(page.offsets).toHaveLength(2);
  expect(page.itemBytes).toBe(2);
});

test('builders of one run share released bodies, but never one that is too small', () => {
  const bodies = createBodyPool(10);
  const longHead = {...bare, head: Buffer.from(`{"k8sTypes":"${'x'.repeat(200_000)}","helmReleases":[`)};
  const first = createPageBuilder({stream: 'objects', format: bare, pageBytes: 10, bodies});
  const second = createPageBuilder({stream: 'k8sTrees', format: wrapped, pageBytes: 10, bodies});
  const third = createPageBuilder({stream: 'helmReleases', format: longHead, pageBytes: 10, bodies});
  const released = first.add(textItem(json(20)))!;
  const {buffer} = released.body;
  released.release();
  expect(textOf(third.add(textItem(json(20)))!.body)).toBe(`${textOf(longHead.head)}${json(20)}]}`);
  expect(second.add(textItem(json(20)))!.body.buffer).toBe(buffer);
});

test('the body that grew for a giant item is not kept, the one that it replaced is', () => {
  const builder = createPageBuilder({stream: 'objects', format: bare, pageBytes: 100});
  const usual = builder.add(textItem(json(200)))!;
  const {buffer} = usual.body;
  usual.release();
  const giant = builder.add(textItem(json(1_000_000)))!;
  expect(giant.body.buffer).not.toBe(buffer);
  giant.release();
  expect(builder.add(textItem(json(200)))!.body.buffer).toBe(buffer);
  expect(builder.add(textItem(json(1_000_000)))!.body.buffer).not.toBe(giant.body.buffer);
});
