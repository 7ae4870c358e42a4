import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

import type * as core from '@firefly/core';

/**
 * `part.ts OURS THEIRS PART LIST SECONDS`: one part of the collector of two checkouts, over the list of pods in the file
 * LIST, and nothing else. Both work in this one process in turns of some milliseconds, for so many seconds: what else the
 * machine does falls on both alike, far more evenly than on two processes. Tells the CPU time of each turn, in one line of
 * JSON. Modules are named by path: what is measured may be older than this script.
 */
const [ours = '', theirs = '', part = '', file = '', seconds = ''] = process.argv.slice(2);

const list = readFileSync(file);
const type = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};
/** As the network brings them. */
const pieceBytes = 64 * 1024;

interface Splitter {
  push(bytes: Uint8Array): readonly core.StreamItem[];
  end(): unknown;
  close?(): void;
}

type Load = (path: string) => Promise<Readonly<Record<string, unknown>>>;

async function splitting(load: Load): Promise<(each: (item: core.StreamItem) => void) => void> {
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
async function itemsOf(load: Load): Promise<core.StreamItem[]> {
  const {createRawObject} = (await load('core/src/create-raw-object.ts')) as Pick<
    typeof core,
    'createRawObject'
  >;
  const items: core.StreamItem[] = [];
  (await splitting(load))((item) => {
    const bytes = Buffer.alloc(item.byteLength);
    item.copyTo(bytes, 0);
    items.push(createRawObject(type, bytes));
  });
  return items;
}

const parts: Readonly<Record<string, (load: Load) => Promise<() => void>>> = {
  async splitter(load) {
    const split = await splitting(load);
    return () => split(() => {});
  },
  async 'page builder'(load) {
    const {createPageBuilder} = (await load('core/src/page-builder.ts')) as {
      createPageBuilder: (options: object) => core.PageBuilder;
    };
    const items = await itemsOf(load);
    const format = {head: Buffer.from('{"objects":['), tail: Buffer.from(']}')};
    const builder = createPageBuilder({stream: 'objects', format, pageBytes: 1_200_000});
    // A copy alone is too fast to be measured.
    return () => {
      for (let turn = 0; turn < 10; turn++) for (const item of items) builder.add(item)?.release();
    };
  },
  async 'redaction walk'(load) {
    const {createRedactor} = (await load('redaction/src/create-redactor.ts')) as {
      createRedactor: (options: object) => {redact(item: core.StreamItem): core.StreamItem};
    };
    // Some of them: the others would make a turn ten times as long as those of the other parts.
    const items = (await itemsOf(load)).filter((_, index) => index % 8 === 0);
    const redactor = createRedactor({sets: ['all']});
    return () => {
      for (const item of items) redactor.redact(item);
    };
  },
};

async function turnOf(root: string): Promise<() => number> {
  const turn = await parts[part]?.(
    async (path) =>
      (await import(pathToFileURL(join(root, 'packages', path)).href)) as Readonly<Record<string, unknown>>,
  );
  if (turn === undefined) throw new Error(`There is no part "${part}".`);
  return () => {
    const before = process.cpuUsage();
    turn();
    const {user, system} = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
}

const [our, their] = [await turnOf(ours), await turnOf(theirs)];
// Not measured: V8 compiles meanwhile.
for (let count = 0; count < 3; count++) for (const turn of [our, their]) turn();
const pairs: {our: number; their: number}[] = [];
for (let spent = 0; spent < Number(seconds) || pairs.length < 5;) {
  const isOurs = pairs.length % 2 === 0;
  const [first, second] = isOurs ? [our(), their()] : [their(), our()];
  pairs.push(isOurs ? {our: first, their: second} : {our: second, their: first});
  spent += first + second;
}
process.stdout.write(JSON.stringify(pairs));
