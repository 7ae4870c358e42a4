import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

import type * as core from '@firefly/core';

/**
 * `part.ts ROOT PART LIST`: one part of the collector of the checkout at ROOT, over the list of pods in the file LIST, and
 * nothing else: its CPU time is what the process tells in one line of JSON, without its start. Modules are named by path:
 * what is measured may be older than this script.
 */
const [root = '', part = '', file = ''] = process.argv.slice(2);
const load = async (path: string) =>
  (await import(pathToFileURL(join(root, 'packages', path)).href)) as Readonly<Record<string, unknown>>;

const list = readFileSync(file);
const type = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};
const turns = 10;
/** As the network brings them. */
const pieceBytes = 64 * 1024;

interface Splitter {
  push(bytes: Uint8Array): readonly core.StreamItem[];
  end(): unknown;
  close?(): void;
}

async function splitting(): Promise<(each: (item: core.StreamItem) => void) => void> {
  const {createListSplitter} = (await load('k8s-source/src/list/list-splitter.ts')) as {
    createListSplitter: (options: object) => Splitter;
  };
  return (each) => {
    const splitter = createListSplitter({type, reuseBuffer: true});
    for (let at = 0; at < list.length; at += pieceBytes)
      for (const item of splitter.push(list.subarray(at, at + pieceBytes))) each(item);
    splitter.end();
    splitter.close?.();
  };
}

/** All items, held: for parts that come after the splitter. */
async function itemsOf(): Promise<core.StreamItem[]> {
  const {createRawObject} = (await load('core/src/create-raw-object.ts')) as Pick<
    typeof core,
    'createRawObject'
  >;
  const items: core.StreamItem[] = [];
  (await splitting())((item) => {
    const bytes = Buffer.alloc(item.byteLength);
    item.copyTo(bytes, 0);
    items.push(createRawObject(type, bytes));
  });
  return items;
}

const parts: Readonly<Record<string, () => Promise<() => void>>> = {
  async splitter() {
    const split = await splitting();
    return () => split(() => {});
  },
  async 'page builder'() {
    const {createPageBuilder} = (await load('core/src/page-builder.ts')) as {
      createPageBuilder: (options: object) => core.PageBuilder;
    };
    const items = await itemsOf();
    const format = {head: Buffer.from('{"objects":['), tail: Buffer.from(']}')};
    const builder = createPageBuilder({stream: 'objects', format, pageBytes: 1_200_000});
    // A copy alone is too fast to be measured in as few turns.
    return () => {
      for (let turn = 0; turn < 10; turn++) for (const item of items) builder.add(item)?.release();
    };
  },
  async 'redaction walk'() {
    const {createRedactor} = (await load('redaction/src/create-redactor.ts')) as {
      createRedactor: (options: object) => {redact(item: core.StreamItem): core.StreamItem};
    };
    const items = await itemsOf();
    const redactor = createRedactor({sets: ['all']});
    return () => {
      for (const item of items) redactor.redact(item);
    };
  },
};

const turn = await parts[part]?.();
if (turn === undefined) throw new Error(`There is no part "${part}".`);
turn();
const before = process.cpuUsage();
for (let count = 0; count < turns; count++) turn();
const {user, system} = process.cpuUsage(before);
process.stdout.write(JSON.stringify({cpuSeconds: (user + system) / 1e6}));
