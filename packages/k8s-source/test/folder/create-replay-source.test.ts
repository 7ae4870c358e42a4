import {createMemorySink, type RawObject, type RunReport, runCollection} from '@firefly/core';
import {sourceContract} from '@firefly/core/contract';
import * as fc from 'fast-check';
import {execFileSync} from 'node:child_process';
import {mkdir, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, onTestFinished, test} from 'vitest';

import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import {createReplaySource, type ReplaySourceOptions} from '../../src/index.ts';
import {mutatedJson} from '../mutated-json.ts';

const pod = (name: string, more = '"n":1.0') =>
  `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}","namespace":"shop","uid":"uid-${name}"},${more}}`;
const widget =
  '{"spec":{"big":9007199254740993},"kind":"Widget","apiVersion":"example.com/v1","metadata":{"name":"w"}}';
const node = '{"apiVersion":"v1","kind":"Node","metadata":{"name":"n1","uid":"u"},"text":"a\\nb \\u00fc"}';

async function makeFolder(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'firefly-replay-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

async function replay(files: Record<string, string | Buffer>, options: Partial<ReplaySourceOptions> = {}) {
  const folder = await makeFolder(files);
  onTestFinished(() => rm(folder, {recursive: true, force: true}));
  const leftOut: string[] = [];
  const reasons: string[] = [];
  const onLeftOut = (name: string, reason: string) => {
    leftOut.push(name);
    reasons.push(reason);
  };
  const source = createReplaySource({folder, onLeftOut, ...options});
  const sink = createMemorySink({streams: ['objects', 'helmReleases']});
  const {signal} = new AbortController();
  const report: RunReport = await runCollection({source, sink, signal});
  return {report, sink, leftOut, reasons, folder};
}

describe('a folder keeps the contract of sources', () => {
  const expected = {
    pods: Array.from({length: 300}, (_, index) => pod(`p${index}`, `"pad":"${'x'.repeat(2000)}"`)),
    nodes: [node],
    'widgets.example.com': [widget],
  };
  const cases = sourceContract(async () => {
    const folder = await makeFolder({
      'pods.ndjson': `${expected.pods.join('\n')}\n`,
      'nodes.json': `{"apiVersion":"v1","items":[${node}],"kind":"List"}`,
      'my-widget.json': widget,
      'report.json': '{"result":"success","cluster":{"uid":"u","serverVersion":"v1.30.1"}}',
    });
    return {source: createReplaySource({folder}), expected, dispose: () => rm(folder, {recursive: true})};
  });
  test.for(cases)('$name', ({run}) => run());
});

describe('what a dry run wrote', () => {
  const narrowedBy = (text: string) => ({'narrowed-by.json': text, 'report.json': '{"result":"success"}'});

  test('brings the identity of its cluster, its types and its releases along', async () => {
    const record = {kind: 'Pod', namespaced: true, apiVersion: 'v1'};
    const release = '{"name":"r","namespace":"shop","version":2,"x":1.0}';
    const {report, sink} = await replay({
      'pods.ndjson': `${pod('a')}\n`,
      'helm-releases.ndjson': `${release}\n`,
      'object-trees.ndjson': '{"uid":"x"}\n',
      'resource-types.json': JSON.stringify([record]),
      'report.json': '{"result":"success","cluster":{"uid":"u","serverVersion":"v1.30.1"}}',
    });
    expect(report).toMatchObject({
      result: 'success',
      cluster: {uid: 'u', serverVersion: 'v1.30.1'},
      discoveryFailures: [],
    });
    expect(sink.resourceTypes).toEqual([record]);
    expect(sink.items('objects')).toEqual([pod('a')]);
    expect(sink.items('helmReleases')).toEqual([release]);
  });

  test.each([
    ['failed', {'report.json': '{"result":"failure"}'}, 'a run left that did not succeed (failure)'],
    ['was ended', {'narrowed-by.json': '[]'}, 'a run left that did not succeed (unfinished)'],
    ['took some types', narrowedBy('[{"types":["pods","nodes"]}]'), 'the types pods and nodes alone'],
    [
      'took some namespaces',
      narrowedBy('[{"namespaceSelector":"a=b"}]'),
      'namespaces with the labels a=b alone',
    ],
    ['was told to select', narrowedBy('[{"selectors":["pods"]}]'), 'of pods what selectors chose alone'],
    ['took some objects', narrowedBy('[{},{"limit":3}]'), 'at most 3 objects of each type'],
  ])('that %s is refused, and read where a part will do', async (_, more, holds) => {
    const files = {'pods.ndjson': pod('a'), ...more};
    const {report, sink, folder} = await replay(files);
    expect(report).toMatchObject({result: 'failure', code: 'K8S_REPLAY', readings: []});
    expect(report.reason).toMatch(
      new RegExp(
        `^${folder} cannot be taken for a whole cluster: it holds .*; expected the folder of a whole`,
      ),
    );
    expect(report.reason).toContain(holds);
    expect(sink.items('objects')).toEqual([]);
    const part = await replay(files, {allowPart: true});
    expect(part.report.result).toBe('success');
    expect(part.sink.items('objects')).toEqual([pod('a')]);
    const rows = holds.includes('succeed') ? [{subject: 'folder', name: 'report.json'}] : [];
    expect(part.report.discoveryFailures).toMatchObject(rows);
  });

  test.each([
    ['[{"watchNamespace":"shop"}]', {}, 'the namespace shop alone'],
    ['[{"watchNamespace":"shop"}]', {watchNamespaces: ['other']}, 'the namespace shop alone'],
    ['[{"watchNamespace":"shop"}]', {watchNamespaces: ['shop']}, undefined],
    ['[{"ignoreNamespaces":["a","b"]}]', {ignoreNamespaces: ['a']}, 'nothing of the namespaces b'],
    ['[{"ignoreNamespaces":["a","b"]}]', {watchNamespaces: ['a']}, 'nothing of the namespaces a'],
    ['[{"ignoreNamespaces":["a","b"]}]', {ignoreNamespaces: ['b', 'a', 'c']}, undefined],
    ['[{"ignoreNamespaces":["a","b"]}]', {watchNamespaces: ['shop']}, undefined],
    ['[{"ignoreNamespaces":["ci-*"]}]', {ignoreNamespaces: ['ci-*']}, undefined],
    [
      '[{"ignoreNamespaces":["ci-*"]}]',
      {ignoreNamespaces: ['ci-*', '!ci-a']},
      'nothing of the namespaces ci-*',
    ],
    ['[{"ignoreNamespaces":["ci-*"]}]', {watchNamespaces: ['ci-a']}, 'nothing of the namespaces ci-*'],
    ['[{"selection":{"resources":["*.apps","po*"]}}]', {resources: ['deployments.apps', 'pods']}, undefined],
    ['[{"selection":{"resources":["*.apps"]}}]', {resources: ['jobs.batch']}, 'nothing of jobs.batch'],
    ['[{"selection":{"resources":["po*"]}}]', {resources: ['p*']}, 'nothing of p*'],
    ['[{"selection":{"removeTypes":["*.apps"]}}]', {customResources: false}, 'nothing of *.apps'],
    ['[{"helmReleases":false}]', {}, 'no Helm releases'],
    ['[{"helmReleases":false}]', {helmReleases: false}, undefined],
    ['[{"selection":{"removeTypes":["nodes"]}}]', {}, 'nothing of nodes'],
    ['[{"selection":{"removeTypes":["nodes"]}}]', {removeTypes: ['nodes', 'leases']}, undefined],
    ['[{"selection":{"customResources":false}}]', {}, 'no custom resources'],
    ['[{"selection":{"customResources":false}}]', {customResources: false}, undefined],
    ['[{"selection":{"resources":["pods"]}}]', {resources: ['pods', 'nodes']}, 'nothing of nodes'],
    ['[{"selection":{"resources":["pods"]}}]', {}, /nothing of \d\d types \(/],
    ['[{"selection":{"resources":["pods"]}}]', {resources: ['pods'], removeTypes: ['nodes']}, undefined],
    ['[{"selection":{"addTypes":["secrets"]}}]', {}, undefined],
    ['[{"selection":{}}]', {addTypes: ['secrets']}, 'nothing of secrets'],
    [
      '[{"selection":{"resources":["pods"],"removeTypes":["nodes"]}}]',
      {resources: ['pods', 'nodes']},
      'nothing of nodes',
    ],
    ['[{"selection":{"removeTypes":["nodes"]}}]', {resources: ['pods'], customResources: false}, undefined],
    ['[{"selection":{"removeTypes":["widgets"]}}]', {}, 'nothing of widgets'],
  ])('of %s is whole for who chooses the same: %j', async (narrowing, choice, holds) => {
    const {report} = await replay({'pods.ndjson': pod('a'), ...narrowedBy(narrowing)}, choice);
    expect(report.result).toBe(holds === undefined ? 'success' : 'failure');
    if (holds !== undefined) {
      expect(report.reason).toMatch(holds);
      expect(report.reason).toContain('expected the same choice here, or the folder of a whole');
    }
  });

  test('keeps the gaps of its run, those that this one would have as well', async () => {
    const gap = (name: string, outcome: string, message: string) => ({name, outcome, message});
    const recorded = {
      result: 'success',
      readings: [
        gap('pods', 'partial', 'two namespaces only.'),
        gap('nodes', 'complete', ''),
        gap('widgets.example.com', 'failed', 'forbidden.'),
        gap('secrets', 'failed', 'forbidden, and not collected here.'),
        gap('helm releases', 'failed', 'no way to them.'),
      ],
      discoveryFailures: [{subject: 'group', name: 'metrics.k8s.io/v1beta1', message: 'dead'}],
      oversized: [
        {stream: 'objects', kind: 'ConfigMap', namespace: 'shop', name: 'big', bytes: 2_000_000},
        {stream: 'k8sTrees', kind: 'Pod', name: 'tree', bytes: 2_000_000},
      ],
    };
    const files = {'pods.ndjson': pod('a'), 'report.json': JSON.stringify(recorded)};
    const {report} = await replay(files);
    const rows = report.discoveryFailures.map(({name, message}) => `${name}: ${message}`);
    expect(rows).toEqual([
      'metrics.k8s.io/v1beta1: dead',
      'report.json: the run that wrote it could not read all of pods: two namespaces only.',
      'report.json: the run that wrote it could not read widgets.example.com: forbidden.',
      'report.json: the run that wrote it could not read helm releases: no way to them.',
      'report.json: the run that wrote it left out ConfigMap shop/big, whose 2000000 bytes of JSON were too many to be sent',
    ]);
    const narrower = await replay(files, {removeTypes: ['widgets', 'pods.core'], helmReleases: false});
    expect(narrower.report.discoveryFailures).toHaveLength(2);
  });

  test.each(['\n', '\r\n', '\n\n \n'])('lines may end in %j', async (end) => {
    const {sink} = await replay({'pods.ndjson': `${end}${pod('a')}${end}${pod('b')}${end}${pod('c')}`});
    expect(sink.items('objects')).toEqual([pod('a'), pod('b'), pod('c')]);
  });

  test('a line that breaks off costs itself, and no other', async () => {
    const {report, sink} = await replay({
      'pods.ndjson': `${pod('a')}\n${pod('b').slice(0, 40)}\n[]\n${pod('c')}`,
      'configmaps.ndjson': 'no JSON',
      'helm-releases.ndjson': '{"name":"r"}\n{"name":5}\n{"name":"s"}',
    });
    expect(sink.items('objects')).toEqual([pod('a'), pod('c')]);
    expect(sink.items('helmReleases')).toEqual(['{"name":"r"}', '{"name":"s"}']);
    const rows = report.discoveryFailures.map(({name, message, code}) => [name, message, code]);
    expect(rows).toEqual([
      [
        'configmaps.ndjson',
        expect.stringMatching(/cannot be read: line 1 is not one JSON text\.$/),
        'K8S_REPLAY',
      ],
      [
        'pods.ndjson',
        expect.stringMatching(
          /is read in part: line 2 is not one JSON text, nor is what else it has of that kind \(1 more\)\.$/,
        ),
        'K8S_REPLAY',
      ],
    ]);
    expect(report.readings.find(({name}) => name === 'helm releases')).toMatchObject({
      outcome: 'partial',
      message: expect.stringMatching(/is not read whole: 1 of its lines are no Helm releases\.$/),
    });
  });

  test('each object of a file has its own kind, wherever the file keeps it', async () => {
    const {report, sink, folder} = await replay({
      'all.ndjson': `${pod('a')}\n${node}\n{"apiVersion":"v1","kind":"List","items":[${widget},${pod('b')}]}\n`,
      'several.json': `${pod('c')}\n${JSON.stringify(JSON.parse(pod('d')), null, 2)}`,
      'none.json': '{"kind":"List","apiVersion":"v1","items":[ ]}',
    });
    expect(report.discoveryFailures).toEqual([]);
    const items = Object.fromEntries(report.readings.map(({name, items: count}) => [name, count]));
    expect(items).toEqual({pods: 4, nodes: 1, 'widgets.example.com': 1});
    expect(sink.items('objects')).toContain(widget);
    const {readings} = await (
      await createReplaySource({folder}).open({signal: new AbortController().signal})
    ).plan(new Set(['objects']));
    for (const {type, read} of readings)
      for await (const batch of read(new AbortController().signal))
        for (const object of batch) {
          expect((object as RawObject).type).toBe(type);
          expect(object.describe().kind).toBe(type?.kind);
          expect((object as RawObject).parse()).toMatchObject({kind: type?.kind});
        }
  });
});

describe('a file with odd content is one sentence, and the others are read', () => {
  const longLine = Buffer.concat([
    Buffer.from(pod('x')),
    Buffer.alloc(65 * 1024 * 1024, 0x20),
    Buffer.from('\n'),
  ]);
  test.each<[string, string, string | Buffer, RegExp]>([
    ['nothing', 'odd.ndjson', '', /cannot be read: it is empty\.$/],
    ['white space', 'odd.json', ' \r\n', /cannot be read: it is empty\.$/],
    ['gzip', 'odd.json', gzipSync(node), /cannot be read: it is gzip; expected it unpacked \(gunzip\)\.$/],
    [
      'a name of gzip',
      'nodes.json.gz',
      gzipSync(node),
      /is not read: its name ends neither in \.json nor in \.ndjson\.$/,
    ],
    ['YAML', 'nodes.yaml', 'kind: Node', /is not read: its name ends neither in/],
    ['YAML in JSON', 'nodes.json', 'kind: Node', /what begins in line 1 is not JSON\.$/],
    [
      'an object behind which something else stands',
      'n.json',
      `\n${node}\n---\n${node}`,
      /is read in part: what begins in line 3 is not JSON\.$/,
    ],
    [
      'other bytes',
      'odd.ndjson',
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
      /line 1 is no text in UTF-8\.$/,
    ],
    ['a line that is too long', 'odd.ndjson', longLine, /line 1 is longer than 64 MB\.$/],
    ['null', 'odd.json', 'null', /it is no Kubernetes object, nor a list of them\.$/],
    [
      'an object without metadata',
      'odd.json',
      '{"kind":"Node","apiVersion":"v1","metadata":null}',
      /it is no Kubernetes object/,
    ],
    [
      'a kind that is no text',
      'odd.json',
      '{"kind":{},"apiVersion":"v1","metadata":{}}',
      /it is no Kubernetes object/,
    ],
    [
      'an odd item',
      'odd.json',
      `{"kind":"List","items":[${node},7]}`,
      /is read in part: item 2 of it is no Kubernetes object/,
    ],
    ['nesting without end', 'odd.json', '['.repeat(100_000), /what begins in line 1 is not JSON\.$/],
  ])('%s', async (_title, name, content, message) => {
    const {report, sink} = await replay({'pods.json': pod('a'), [name]: content});
    expect(report.result).toBe('success');
    expect(sink.items('objects')).toContain(pod('a'));
    expect(report.discoveryFailures).toMatchObject([
      {subject: 'file', name, message: expect.stringMatching(message)},
    ]);
  });

  test('what is no file at all is never waited for', async () => {
    const folder = await makeFolder({'pods.json': pod('a')});
    onTestFinished(() => rm(folder, {recursive: true, force: true}));
    await mkdir(join(folder, 'folder.json'));
    await mkdir(join(folder, '.hidden'));
    await symlink(folder, join(folder, 'loop.ndjson'));
    await symlink(join(folder, 'nowhere'), join(folder, 'dangling.json'));
    await symlink('/dev/zero', join(folder, 'zero.json'));
    execFileSync('mkfifo', [join(folder, 'pipe.ndjson'), join(folder, 'resource-types.json.json')]);
    const {report, sink} = await replay({}, {folder});
    expect(sink.items('objects')).toEqual([pod('a')]);
    const rows = report.discoveryFailures.map(
      ({name, message}) => `${name}: ${message.replace(/^.* read: /, '')}`,
    );
    expect(rows).toEqual([
      'dangling.json: there is no such file or directory.',
      'folder.json: it is a directory; expected a file.',
      'loop.ndjson: it is a directory; expected a file.',
      'pipe.ndjson: it is no regular file; expected a file.',
      'resource-types.json.json: it is no regular file; expected a file.',
      'zero.json: it is no regular file; expected a file.',
    ]);
  });

  test.each([
    ['report.json', '[]'],
    ['report.json', '{"readings":{}}'],
    ['report.json', '{"readings":[{"name":5}]}'],
    ['report.json', '{"cluster":{"uid":[]}}'],
    ['narrowed-by.json', '{}'],
    ['narrowed-by.json', '[{"types":5}]'],
    ['resource-types.json', '{"a":1}'],
    ['resource-types.json', '[{"kind":{}}]'],
  ])('a record that is another one ends the run with a sentence: %s %s', async (name, text) => {
    const {report} = await replay({
      'pods.json': pod('a'),
      'report.json': '{"result":"success"}',
      [name]: text,
    });
    expect(report).toMatchObject({result: 'failure', code: 'K8S_REPLAY'});
    expect(report.reason).toMatch(/json cannot be read: expected an? \w+ as [^.]+(\.\w+)*, not an? \w+\.$/);
  });

  test.each([
    'null',
    '{}',
    '{"readings":null,"cluster":null,"oversized":[{}],"discoveryFailures":[null],"readings":[{}]}',
  ])('what lacks in the report is empty: %s', async (text) => {
    const {report} = await replay({'pods.json': pod('a'), 'report.json': text});
    expect(report).toMatchObject({result: 'success', cluster: {}});
  });

  test('a record that is a pipe ends the run with a sentence', async () => {
    const folder = await makeFolder({'pods.json': pod('a')});
    onTestFinished(() => rm(folder, {recursive: true, force: true}));
    execFileSync('mkfifo', [join(folder, 'report.json')]);
    const {report} = await replay({}, {folder});
    expect(report).toMatchObject({result: 'failure', code: 'K8S_REPLAY'});
    expect(report.reason).toMatch(/report\.json cannot be read: it is no regular file/);
  });

  test('whatever lies in it, it comes as it was or is a row, and no internal error', async () => {
    const list = {apiVersion: 'v1', kind: 'List', items: [JSON.parse(pod('a')), JSON.parse(widget)]};
    const file = fc.oneof(mutatedJson(list), mutatedJson(JSON.parse(pod('a'))));
    await fc.assert(
      fc.asyncProperty(file, file, async (texts, lines) => {
        const {report, sink} = await replay({'a.json': texts, 'b.ndjson': lines, 'c.json': node});
        expect(report.result).toBe('success');
        for (const text of sink.items('objects')) {
          const object = JSON.parse(text) as {kind: unknown; apiVersion: unknown};
          expect([typeof object.kind, typeof object.apiVersion]).toEqual(['string', 'string']);
        }
        for (const {message, code} of report.discoveryFailures) {
          expect(code).toBe('K8S_REPLAY');
          expect(message).not.toMatch(/undefined|Cannot|function/);
        }
      }),
      {numRuns: fuzzRuns(200)},
    );
  });
});

describe('lists of kubectl', () => {
  test('of several kinds, and of one as the API server sends it', async () => {
    const web =
      '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop","uid":"d"}}';
    const {report, sink} = await replay({
      'all.json': `{\n  "apiVersion": "v1",\n  "items": [\n${pod('a')},\n${web},\n${node}], "kind": "List"}`,
      'raw.json':
        '{"kind":"ConfigMapList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"c","namespace":"x"},"n":1e3}]}',
    });
    expect(sink.items('objects').toSorted()).toEqual(
      [
        pod('a'),
        web,
        node,
        '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"x"},"n":1e3}',
      ].toSorted(),
    );
    expect(report.readings.map(({name}) => name).toSorted()).toEqual([
      'configmaps',
      'deployments.apps',
      'nodes',
      'pods',
    ]);
    expect(sink.resourceTypes).toContainEqual({kind: 'Node', namespaced: false, apiVersion: 'v1'});
  });

  test('a byte order mark is no part of what is sent', async () => {
    const mark = '\u{feff}';
    const {report, sink} = await replay({
      'nodes.json': `${mark}${node}`,
      'pods.ndjson': `${mark}${pod('a')}\n${pod('b')}\n`,
      'widgets.json': `${mark}{"apiVersion":"v1","kind":"List","items":[${widget}]}`,
      'helm-releases.ndjson': `${mark}{"name":"r","namespace":"shop"}\n`,
      'report.json': `${mark}{"result":"success","cluster":{"uid":"u"}}`,
    });
    expect(report).toMatchObject({result: 'success', cluster: {uid: 'u'}, discoveryFailures: []});
    expect(sink.items('objects').toSorted()).toEqual([node, widget, pod('a'), pod('b')].toSorted());
    expect(sink.items('helmReleases')).toEqual(['{"name":"r","namespace":"shop"}']);
  });

  test.each([
    ['with a mark', `\u{feff}${node}`],
    ['without a mark', node],
  ])('UTF-16 %s is named', async (_, text) => {
    const {report} = await replay({
      'pods.json': pod('a'),
      'nodes.json': Buffer.from(text, 'utf16le'),
      'nodes.ndjson': Buffer.from(text, 'utf16le').swap16(),
    });
    expect(report.discoveryFailures).toHaveLength(2);
    for (const {message} of report.discoveryFailures)
      expect(message).toMatch(/nodes\.(nd)?json cannot be read: it is UTF-16; expected UTF-8/);
  });

  test('an object that lies in two files is read once', async () => {
    const {sink} = await replay({'pods.ndjson': `${pod('a')}\n${pod('b')}\n`, 'more.json': pod('a')});
    expect(sink.items('objects').toSorted()).toEqual([pod('a'), pod('b')]);
  });

  test('what is no list of objects is a row of the report', async () => {
    const {report} = await replay({
      'pods.json': pod('a'),
      'package.json': '{"name":"x"}',
      'broken.json': '{"items":[',
      'odd.json': '{"items":[{"a":1}]}',
    });
    expect(report.discoveryFailures.map(({name}) => name)).toEqual([
      'broken.json',
      'odd.json',
      'package.json',
    ]);
    expect(report.result).toBe('success');
  });
});

describe('the same rules as for a cluster', () => {
  const secret = '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"shop"},"data":{}}';

  test('select types, and tell what is left out', async () => {
    const files = {'pods.ndjson': pod('a'), 'secrets.ndjson': secret};
    const usual = await replay(files);
    expect([usual.sink.items('objects'), usual.leftOut]).toEqual([[pod('a')], ['secrets']]);
    const added = await replay(files, {addTypes: ['secrets'], removeTypes: ['pods']});
    expect([added.sink.items('objects'), added.leftOut]).toEqual([[secret], ['pods']]);
    expect([...usual.reasons, ...added.reasons]).toEqual(['not allowed', 'removed']);
  });

  test('take one of two versions and of two groups', async () => {
    const older = widget.replace('example.com/v1', 'example.com/v1beta1');
    const ingress = (group: string) => `{"apiVersion":"${group}","kind":"Ingress","metadata":{"name":"i"}}`;
    const {leftOut, reasons} = await replay({
      'widgets.example.com.json': `{"items":[${widget},${older}]}`,
      'ingresses.json': `{"items":[${ingress('networking.k8s.io/v1')},${ingress('extensions/v1beta1')}]}`,
    });
    expect(leftOut.toSorted()).toEqual(['ingresses.extensions', 'widgets.example.com']);
    expect(new Set(reasons)).toEqual(new Set(['served by another group']));
  });

  test('choose namespaces, and keep what has none', async () => {
    const other = pod('o').replace('shop', 'other');
    const files = {'pods.ndjson': `${pod('a')}\n${other}\n`, 'nodes.ndjson': node};
    const watched = await replay(files, {watchNamespaces: ['other']});
    expect(watched.sink.items('objects').toSorted()).toEqual([node, other].toSorted());
    const ignored = await replay(files, {ignoreNamespaces: ['other']});
    expect(ignored.sink.items('objects').toSorted()).toEqual([node, pod('a')].toSorted());
  });
});

test('a folder that is not there, or holds nothing, is one sentence', async () => {
  const {report: empty} = await replay({'readme.txt': ''});
  expect(empty).toMatchObject({result: 'failure', code: 'K8S_REPLAY'});
  const {report: missing} = await replay({}, {folder: '/nowhere/at/all'});
  expect(missing.reason).toBe('/nowhere/at/all cannot be read: there is no such file or directory.');
});
