import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {expect, onTestFinished, test} from 'vitest';

import {readArrayDocuments} from '../../src/folder/read-folder-documents.ts';

async function read(text: string, name: 'objects' | 'helmReleases' = 'objects') {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-document-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  writeFileSync(join(folder, 'all.json'), text);
  const {signal} = new AbortController();
  const found: string[] = [];
  try {
    for await (const documents of readArrayDocuments(join(folder, 'all.json'), name, {paths: [], signal}))
      for (const one of documents) found.push(one.kind === 'json' ? one.bytes.toString('utf8') : one.reason);
    return {found};
  } catch (error) {
    return {found, message: error instanceof Error ? error.message : ''};
  }
}

const elements = [
  '{"a":"]}\\"[","b":[{}]}',
  '{}',
  '{ "ü": {"objects": [1]} }',
  '{"apiVersion":"","kind":null}',
];
const document = `{"x":{"objects":[{"no":1}]}, "objects" : [\n${elements.join(' , ')}\n],"k8sTypes":[{"n":1}]}\n`;

test('the elements of one array come as they are', async () => {
  expect(await read(document)).toEqual({found: elements});
  expect(await read(`\ufeff${document}`)).toEqual({found: elements});
  const many = Array.from({length: 20_000}, (_, index) => `{"index":${index},"text":"ä\\n"}`);
  expect(await read(`{"objects":[${many.join()}]}`)).toEqual({found: many});
});

test('a document that breaks off, and what is none, say so', async () => {
  expect(await read(document.slice(0, -3))).toMatchObject({
    found: elements,
    message: expect.stringMatching(/breaks off/),
  });
  expect(await read(document, 'helmReleases')).toMatchObject({
    found: [],
    message: expect.stringMatching(/holds no Helm releases/),
  });
  for (const other of ['', '{', '[{}]', 'objects: []', '{"objects":[1]}', '{"objects":["a"]}', '{}{', '{}'])
    expect({other, ...(await read(other))}).toMatchObject({
      other,
      found: [],
      message: expect.stringMatching(/is not what a dry run/),
    });
});
