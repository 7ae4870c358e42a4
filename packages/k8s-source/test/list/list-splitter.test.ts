import {describe, expect, test} from 'vitest';

import {createListSplitter} from '../../src/list/list-splitter.ts';
import {MalformedListError} from '../../src/list/malformed-list-error.ts';
import {podType} from './list-texts.ts';
import {cut, everyByte, split} from './split.ts';

const textsOf = (...texts: string[]) =>
  split(texts.map((text) => Buffer.from(text))).items.map(({text}) => text);

function failure(...chunks: (string | Uint8Array)[]): MalformedListError {
  try {
    split(chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk)));
  } catch (error) {
    if (error instanceof MalformedListError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('what stands in front of an item', () => {
  test.each([
    ['{"metadata":{"name":"a"}}', '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}'],
    ['{"kind":"Other","a":1}', '{"apiVersion":"v1","kind":"Other","a":1}'],
    ['{"apiVersion":"v2","a":1}', '{"kind":"Pod","apiVersion":"v2","a":1}'],
    ['{"a":1,"kind":"Pod","apiVersion":"v1"}', '{"a":1,"kind":"Pod","apiVersion":"v1"}'],
    ['{"kind":null,"a":1}', '{"apiVersion":"v1","kind":"Pod","a":1}'],
    ['{"kind":"","apiVersion":"","a":1}', '{"kind":"Pod","apiVersion":"v1","a":1}'],
    ['{"apiVersion" : null , "a":1,"kind" :""}', '{"apiVersion" : "v1" , "a":1,"kind" :"Pod"}'],
    ['{"kind":"Other","kind":""}', '{"apiVersion":"v1","kind":"Other","kind":"Pod"}'],
    ['{"kind":"","kind":"Other"}', '{"apiVersion":"v1","kind":"","kind":"Other"}'],
    ['{"apiVersion":{},"a":1}', '{"kind":"Pod","apiVersion":{},"a":1}'],
    ['{}', '{"apiVersion":"v1","kind":"Pod"}'],
    ['{  }', '{"apiVersion":"v1","kind":"Pod"  }'],
    [
      '{"spec":{"apiVersion":"v9","kind":"K"}}',
      '{"apiVersion":"v1","kind":"Pod","spec":{"apiVersion":"v9","kind":"K"}}',
    ],
  ])('%s becomes %s', (item, complete) => {
    expect(textsOf(`{"items":[${item}]}`)).toEqual([complete]);
    expect(textsOf(`{"items":[{"x":1},${item}]}`)[1]).toBe(complete);
  });

  test('moves nothing that is known of it', () => {
    const owners = '[{"uid":"u","kind":"K","name":"o"}]';
    const metadata = `"metadata":{"name":"é","namespace":"ns","uid":"u-1","ownerReferences":${owners}}`;
    for (const item of [
      `{"kind":"",${metadata},"apiVersion":null}`,
      `{${metadata},"kind":null,"apiVersion":""}`,
    ]) {
      const [object] = split([Buffer.from(`{"items":[${item}]}`)]).items;
      expect(object).toMatchObject({name: 'é', namespace: 'ns', uid: 'u-1'});
      expect(object?.ownerReferences).toEqual(JSON.parse(owners));
      expect(JSON.parse(object?.text ?? '')).toMatchObject({kind: 'Pod', apiVersion: 'v1'});
    }
  });

  test('is group and version for any group but the core one', () => {
    const type = {...podType, group: 'apps', kind: 'Deployment'};
    const {items} = split([Buffer.from('{"items":[{"a":1}]}')], {type});
    expect(items.map(({text}) => text)).toEqual(['{"apiVersion":"apps/v1","kind":"Deployment","a":1}']);
  });
});

describe('the list around the items', () => {
  test('may have null for items, as Go writes an empty list', () => {
    expect(split([Buffer.from('{"metadata":{"resourceVersion":"5"},"items":null}')])).toEqual({
      items: [],
      metadata: {resourceVersion: '5'},
    });
  });

  test('tells the continue token as soon as its bytes have come', () => {
    const splitter = createListSplitter({type: podType});
    splitter.push(Buffer.from('{"kind":"PodList","metadata":{"continue":"next"'));
    expect(splitter.metadata).toBeUndefined();
    splitter.push(Buffer.from('}'));
    expect(splitter.metadata).toEqual({continue: 'next'});
  });

  test('may have its metadata behind the items', () => {
    const text =
      '{"apiVersion":"a/v1","items":[{"metadata":{"continue":"not this"}}],"metadata":{"continue":"next"}}';
    expect(split(everyByte(Buffer.from(text))).metadata).toEqual({continue: 'next'});
  });

  test('does not matter to the items', () => {
    const text =
      '{"x":{"y":{"kind":"K","metadata":{"name":"x"}}},"items":[{"spec":{"name":"y"}},{"metadata":{"name":"z"}}]}';
    expect(split([Buffer.from(text)]).items).toMatchObject([{name: ''}, {name: 'z'}]);
  });

  test('counts the last metadata of two, and refuses a second "items"', () => {
    expect(split([Buffer.from('{"metadata":{"continue":"a"},"metadata":null,"items":[]}')]).metadata).toEqual(
      {},
    );
    expect(failure('{"items":[{}],"items":[{}]}').message).toContain('a second "items"');
    expect(failure('{"items":null,"items":[{}]}').message).toContain('a second "items"');
  });
});

test('the last of two keys of an item counts, as for JSON.parse', () => {
  const {items} = split([
    Buffer.from(
      '{"items":[{"metadata":{"name":"a","uid":"u"},"metadata":{"name":"b","namespace":"n","namespace":5}},' +
        '{"metadata":{"ownerReferences":[{"kind":"K","name":"n","uid":"u"}],"ownerReferences":null}},' +
        '{"metadata":{"name":"a"},"metadata":null},{"metadata":{"name":"a","uid":"u","name":null,"uid":[]}}]}',
    ),
  ]);
  expect(items).toMatchObject([
    {name: 'b', namespace: undefined, uid: undefined},
    {ownerReferences: []},
    {name: ''},
    {name: '', uid: undefined},
  ]);
});

describe('an item', () => {
  const items = Array.from(
    {length: 12_000},
    (_, index) => `{"metadata":{"name":"pod-${index}"},"n":9007199254740993}`,
  );
  const chunks = cut(
    Buffer.from(`{"items":[${items.join(',')}]}`),
    Array.from({length: 200}, (_, index) => index * 3089),
  );

  test('stays as it is for as long as it is held', () => {
    const splitter = createListSplitter({type: podType});
    const held = chunks.flatMap((chunk) => [...splitter.push(chunk)]);
    expect(held.map(({name}) => name)).toEqual(items.map((_, index) => `pod-${index}`));
    expect(held.map(({bytes}) => Buffer.from(bytes).toString())).toEqual(
      items.map((item) => `{"apiVersion":"v1","kind":"Pod",${item.slice(1)}`),
    );
  });

  test('gives its buffer back with reuseBuffer, which then holds the next ones', () => {
    const splitter = createListSplitter({type: podType, reuseBuffer: true});
    const names: string[] = [];
    const buffers = new Set<ArrayBufferLike>();
    for (const chunk of chunks) {
      for (const item of splitter.push(chunk)) {
        names.push(item.name);
        const copy = new Uint8Array(item.byteLength + 2);
        item.copyTo(copy, 1);
        expect(JSON.parse(Buffer.from(copy.subarray(1, -1)).toString())).toMatchObject({
          metadata: {name: item.name},
        });
      }
    }
    expect(names).toEqual(items.map((_, index) => `pod-${index}`));
    const complete = createListSplitter({type: podType, reuseBuffer: true});
    complete.push(Buffer.from('{"items":['));
    for (let index = 0; index < 5000; index++) {
      const text = `{"apiVersion":"v1","kind":"Pod","data":"${'x'.repeat(200)}"},`;
      for (const {bytes} of complete.push(Buffer.from(text))) buffers.add(bytes.buffer);
    }
    expect(buffers.size).toBe(1);
  });

  test('of 5 MB comes whole out of many chunks', () => {
    const long = `{"metadata":{"name":"big","uid":"u"},"data":"${'é\\n'.repeat(1_250_000)}"}`;
    const bytes = Buffer.from(`{"items":[{"a":1},${long},{"b":2}]}`);
    for (const reuseBuffer of [false, true]) {
      const {items: found} = split(
        cut(
          bytes,
          Array.from({length: 300}, (_, index) => index * 16_411),
        ),
        {reuseBuffer},
      );
      expect(found.map(({name}) => name)).toEqual(['', 'big', '']);
      expect(found[1]?.text === `{"apiVersion":"v1","kind":"Pod",${long.slice(1)}`).toBe(true);
    }
  });

  test('longer than the limit is malformed, however the list is cut', () => {
    const text = Buffer.from(`{"items":[{"a":"${'x'.repeat(2000)}"}]}`);
    for (const chunks of [[text], everyByte(text), cut(text, [1500])]) {
      expect(() => split(chunks, {maxItemBytes: 1000})).toThrow(
        'The list response is malformed at byte 10: an item is over 1000 bytes.',
      );
      expect(split(chunks, {maxItemBytes: 2008}).items).toHaveLength(1);
    }
  });

  test('is not taken for longer than it is when many come at once', () => {
    const text = Buffer.from(
      `{"items":[${Array(2000)
        .fill(`{"a":"${'x'.repeat(500)}"}`)
        .join(',')}]}`,
    );
    const splitter = createListSplitter({type: podType, maxItemBytes: 1000});
    const pieces = cut(
      text,
      Array.from({length: 100}, (_, index) => index * 10_007),
    );
    expect(splitter.push(pieces)).toHaveLength(2000);
  });

  test('may be nested as deep as the API server itself reads, and no deeper', () => {
    const nested = (depth: number) => `{"items":[{"a":${'['.repeat(depth)}${']'.repeat(depth)}}]}`;
    expect(textsOf(nested(9_997))).toHaveLength(1);
    expect(failure(nested(9_998)).message).toBe(
      'The list response is malformed at byte 10012: nested deeper than 10000.',
    );
  });

  test('describes itself for a person', () => {
    const splitter = createListSplitter({type: podType});
    const [first, second] = splitter.push(
      Buffer.from('{"items":[{"metadata":{"name":"a\\u0062","namespace":"n"}},{"metadata":{"name":"c"}}]}'),
    );
    expect(first?.describe()).toEqual({kind: 'Pod', name: 'ab', namespace: 'n'});
    expect(second?.describe()).toEqual({kind: 'Pod', name: 'c'});
    expect(second?.parse()).toEqual({apiVersion: 'v1', kind: 'Pod', metadata: {name: 'c'}});
  });
});

test('items that are no objects are passed over and counted, null is none', () => {
  const text =
    '{"items":[null,{"a":1},[{"metadata":{"name":"x"}},[]],5,"a",true,null,{"metadata":{"name":"b"}},[]]}';
  for (const chunks of [[Buffer.from(text)], everyByte(Buffer.from(text))]) {
    const splitter = createListSplitter({type: podType});
    const names = chunks.flatMap((chunk) => splitter.push(chunk).map(({name}) => name));
    splitter.end();
    expect(names).toEqual(['', 'b']);
    expect(splitter.strangeItems).toBe(5);
  }
});

describe('what is no list is malformed, at the byte where it shows', () => {
  test.each([
    ['a Status', '{"kind":"Status","metadata":{},"status":"Failure","code":403}', 61, 'it has no "items"'],
    ['an array', '[{"items":[]}]', 0, 'expected a list'],
    ['a string', '"items"', 0, 'expected a list'],
    ['a number', ' 5 ', 1, 'expected a list'],
    ['a page of HTML', '<html></html>', 0, 'expected a value'],
    ['items that are an object', '{"items":{}}', 9, '"items" is no array'],
    ['items that are a string', '{"items":"[]"}', 9, '"items" is no array'],
    ['items that are a number', '{"items":0}', 9, '"items" is no array'],
    ['null that ends the body', 'null', 0, 'expected a list'],
    ['a number that ends the body', '5', 0, 'expected a list'],
    ['bytes behind the list', '{"items":[]} {}', 13, 'expected nothing more'],
    ['a second list', '{"items":[]}\n"', 13, 'expected nothing more'],
    ['a missing comma', '{"items":[{} {}]}', 13, 'expected "," or a closing bracket'],
    ['a comma too many', '{"items":[{},]}', 13, 'expected a value'],
    ['a comma before the brace', '{"items":[{"a":1,}]}', 17, 'expected a key'],
    ['a missing colon', '{"items" []}', 9, 'expected ":"'],
    ['a missing key', '{:1}', 1, 'expected a key or "}"'],
    ['a value for a key', '{"items":[{1:2}]}', 11, 'expected a key or "}"'],
    ['a bracket of the wrong kind', '{"items":[{"a":[1}]}', 17, 'a bracket of the wrong kind'],
    ['a closed value that was never begun', '{"items":[}', 10, 'expected a value or "]"'],
    ['a word', '{"items":[{"a":nil}]}', 15, 'expected a value'],
    ['a word that goes on', '{"items":[{"a":truex}]}', 15, 'expected a value'],
    ['a null that goes on', '{"items":[{"a":nulll}]}', 15, 'expected a value'],
    ['a false that goes on', '{"items":[{"a":falsee}]}', 15, 'expected a value'],
    ['a word that differs at its end', '{"items":[{"a":trux}]}', 15, 'expected a value'],
    ['a number with a leading zero', '{"items":[{"a":012}]}', 15, 'expected a value'],
    ['a number without a digit', '{"items":[{"a":-}]}', 15, 'expected a value'],
    ['a number that ends in a dot', '{"items":[{"a":1.}]}', 15, 'expected a value'],
    ['a plus sign', '{"items":[{"a":+1}]}', 15, 'expected a value'],
    ['a line break in a string', '{"items":[{"a":"\n"}]}', 16, 'a control character in a string'],
    ['an escape that is none', '{"items":[{"a":"\\x"}]}', 16, 'a bad escape in a string'],
    ['an escape without its digits', '{"items":[{"a":"\\u00g0"}]}', 16, 'a bad escape in a string'],
  ])('%s', (_, text, byteOffset, problem) => {
    const message = `The list response is malformed at byte ${byteOffset}: ${problem}.`;
    for (const chunks of [[text], Array.from(text)]) {
      expect(failure(...chunks)).toMatchObject({
        byteOffset,
        message,
        truncated: false,
        code: 'K8S_LIST_MALFORMED',
      });
    }
  });

  test('bytes that are not UTF-8, in an item or in the metadata', () => {
    const text = Buffer.from('{"metadata":{"continue":"?"},"items":[{"a":"x"},{"b":"?"}]}');
    for (const at of [text.indexOf('?'), text.lastIndexOf('?')]) {
      for (const bad of [0xff, 0xc3, 0x80]) {
        const bytes = Buffer.from(text);
        bytes[at] = bad;
        expect(failure(bytes)).toMatchObject({truncated: false});
        expect(failure(...everyByte(bytes)).message).toContain('not UTF-8');
      }
    }
    const surrogate = Buffer.concat([
      Buffer.from('{"items":[{"a":"'),
      Buffer.of(0xed, 0xa0, 0x80),
      Buffer.from('"}]}'),
    ]);
    expect(failure(surrogate)).toMatchObject({byteOffset: 10});
  });

  test('bytes that are not UTF-8, in an item that reaches over the end of a buffer', () => {
    const text = Buffer.from(`{"items":[{"a":"?${'x'.repeat(100)}"}]}`);
    text[text.indexOf('?')] = 0xff;
    for (const before of [40, 60, 100]) {
      const filler = Buffer.alloc(256 * 1024 - before, ' ');
      expect(failure(filler, ...everyByte(text))).toMatchObject({byteOffset: filler.length + 10});
    }
  });

  test('a number without end, however the list is cut', () => {
    const text = (digits: number) => `{"items":[{"a":${'1'.repeat(digits)}}]}`;
    expect(textsOf(text(4095))).toHaveLength(1);
    expect(textsOf(...Array.from(text(4095)))).toHaveLength(1);
    for (const chunks of [[text(4096)], Array.from(text(4096)), [text(9000)], Array.from(text(9000))])
      expect(failure(...chunks)).toMatchObject({byteOffset: 15, truncated: false});
  });

  test('an early end is told apart', () => {
    expect(failure()).toMatchObject({
      truncated: true,
      byteOffset: 0,
      message: 'The list response is malformed at byte 0: it ends before the list does.',
    });
    expect(failure('{"items":[{}')).toMatchObject({truncated: true, byteOffset: 12});
  });
});

test('a byte offset counts from the start of the body, long after its first bytes were let go', () => {
  const many = `{"a":"${'x'.repeat(1000)}"},`.repeat(2000);
  const text = `{"items":[${many}!]}`;
  const chunks = cut(
    Buffer.from(text),
    Array.from({length: 100}, (_, index) => index * 20_011),
  );
  for (const reuseBuffer of [false, true]) {
    expect(() => split(chunks, {reuseBuffer})).toThrow(`at byte ${10 + many.length}: expected a value.`);
  }
});
