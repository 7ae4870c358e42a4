import {expect, test} from 'vitest';

import {createArraySplitter} from '../../src/folder/array-splitter.ts';

const elements = ['{"a":"]}\\"[","b":[{}]}', '{}', '{ "ü": {"objects": [1]} }'];
const document = `{"x":{"objects":[{"no":1}]}, "objects" : [\n${elements.join(' , ')}\n],"k8sTypes":[{"n":1}]}\n`;

function split(text: string, length: number) {
  const splitter = createArraySplitter('objects');
  const bytes = Buffer.from(text);
  const found: string[] = [];
  for (let at = 0; at < bytes.length; at += length)
    found.push(...splitter.push(bytes.subarray(at, at + length)).map(String));
  return {found, state: splitter.state};
}

test('the elements of one array come out whole, wherever the text is cut', () => {
  for (let length = 1; length <= document.length; length++)
    expect(split(document, length)).toEqual({found: elements, state: 'complete'});
});

test('what breaks off stays open, and what is something else is told', () => {
  expect(split(document.slice(0, -3), 7)).toMatchObject({state: 'open'});
  for (const other of ['[{}]', 'objects: []', '{"objects":[1]}', '{"objects":["a"]}', '{}{', '\u0000'])
    expect({other, ...split(other, 3)}).toMatchObject({other, found: []});
  for (const other of ['[{}]', 'objects: []', '{"objects":[1]}', '{"objects":["a"]}'])
    expect({other, ...split(other, 3)}).toMatchObject({other, state: 'broken'});
});
