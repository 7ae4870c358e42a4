import type {RawObject} from '@firefly/core';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';

import {fuzzRuns} from '../../../scripts/fuzz-runs.ts';
import {createRedactor} from '../src/create-redactor.ts';
import {readRules} from '../src/rules/read-rules.ts';
import {filled} from './hostile-parts.ts';
import {rawObjectOf} from './raw-object-of.ts';
import {textOf} from './redact-text.ts';

async function redact(yaml: string, object: object, ...sets: string[]): Promise<unknown> {
  const {rules, compile} = await readRules(yaml, 'rules');
  const redactor = createRedactor({sets, rules, ...(compile === undefined ? {} : {compile})});
  return (redactor.redact(rawObjectOf(object)) as RawObject).parse();
}

/** The places whose values are others now. */
function changedIn(before: unknown, after: unknown, path: readonly string[] = []): string[] {
  if (typeof before !== 'object' || before === null) return before === after ? [] : [path.join('.')];
  return Object.entries(before).flatMap(([key, value]) =>
    changedIn(value, (after as Record<string, unknown>)[key], [...path, key]),
  );
}

describe("the user's rules", () => {
  it('take what an expression matches, in their kinds, through every document', async () => {
    const yaml = "- name: numbers\n  kinds: [configmaps, widgets.demo.example.com]\n  value: 'CUST-\\d{8}'\n";
    const object = (kind: string, value: string, apiVersion = 'v1') => ({
      apiVersion,
      kind,
      data: {note: `ü ${value}, twice ${value}`, 'a.yaml': `x: ${value}\n`, 'a.json': `{"x":["${value}"]}`},
    });
    for (const [kind, apiVersion] of [
      ['ConfigMap', 'v1'],
      ['Widget', 'demo.example.com/v1'],
    ] as const) {
      const redacted = await redact(yaml, object(kind, 'CUST-12345678', apiVersion));
      expect(redacted).toEqual(object(kind, 'REDACTED', apiVersion));
    }
    const other = object('Thing', 'CUST-12345678');
    expect(await redact(yaml, other)).toEqual(other);
  });

  it('leave members out: first, last and all of an object, in JSON', async () => {
    const yaml = "- name: notes\n  annotations: ['ops.example.com/*']\n  action: drop\n";
    const object = (...names: string[]) => ({
      kind: 'Thing',
      metadata: {annotations: Object.fromEntries(names.map((name) => [name, 'x']))},
    });
    expect(await redact(yaml, object('ops.example.com/a', 'b', 'ops.example.com/c'))).toEqual(object('b'));
    expect(await redact(yaml, object('ops.example.com/a', 'ops.example.com/c'))).toEqual(object());
  });

  it('leave members and elements out, whichever, so that JSON stays JSON', async () => {
    const {rules} = await readRules("- {name: gone, path: 'spec.**.x*', action: drop}", 'rules');
    const redactor = createRedactor({sets: [], rules});
    const key = fc.constantFrom('x', 'xy', 'a', 'b', 'c');
    const {spec} = fc.letrec<{spec: unknown}>((tie) => ({
      spec: fc.oneof(
        {maxDepth: 4},
        fc.constantFrom('t', 1, true, 'a,', ']'),
        fc.array(tie('spec'), {maxLength: 4}),
        fc.dictionary(key, tie('spec')),
      ),
    }));
    const left = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(left)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value).flatMap(([name, one]) =>
                name.startsWith('x') ? [] : [[name, left(one)]],
              ),
            )
          : value;
    fc.assert(
      fc.property(fc.dictionary(key, spec), fc.constantFrom(0, 1), (content, space) => {
        const object = {apiVersion: 'v1', kind: 'Thing', spec: content, text: ''};
        const text = JSON.stringify(object, null, space);
        const redacted = JSON.parse(textOf(redactor.redact(rawObjectOf(text)))) as unknown;
        expect(redacted).toEqual({
          ...object,
          spec: left(content),
        });
      }),
      {numRuns: fuzzRuns(200)},
    );
  });

  it('leave out only what their expression matches, and of a Secret what they name', async () => {
    const drop = "- {name: a, value: 'CUST-\\d', action: drop}\n- {name: b, key: '^own$', action: drop}";
    const object = (data: object) => ({apiVersion: 'v1', kind: 'ConfigMap', data});
    const data = {a: 'see CUST-1', b: 'other', c: 'CUST-2', d: 'CUST-3'};
    expect(await redact(drop, object(data))).toEqual(object({b: 'other'}));
    const secret = (content: object) => ({apiVersion: 'v1', kind: 'Secret', data: content});
    expect(await redact(drop, secret({own: 'UWsyOQ==', b: 'UWsyOQ=='}), 'secrets')).toEqual(
      secret({b: 'REDACTED'}),
    );
  });

  it('count for managed fields as a whole, and keep or leave them out where they say so', async () => {
    const object = (metadata: object) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name: 'a', ...metadata, labels: {}},
    });
    const managedFields = [{manager: 'kubectl', fieldsV1: {'f:spec': {}}}];
    const left = async (rule: string, ...sets: string[]) =>
      redact(`- {name: own, ${rule}}`, object({managedFields}), ...sets);
    for (const path of ['metadata.managedFields', '\'metadata["managedFields"]\'', "'metadata.m*'"]) {
      expect(await left(`path: ${path}`)).toEqual(object({managedFields: []}));
      expect(await left(`path: ${path}, action: drop`, 'managedFields')).toEqual(object({}));
      for (const more of ['action: keep', 'value: x, action: keep', 'value: x', 'detectors: [telling key]'])
        expect(await left(`path: ${path}, ${more}`)).toEqual(object({managedFields}));
      expect(await left(`path: ${path}, action: keep`, 'managedFields')).toEqual(object({managedFields}));
    }
  });

  it('leave out of YAML in a text what a path leads to, and nothing else', async () => {
    const manifest = (...parts: string[]) =>
      ['apiVersion: v1', 'kind: Thing', 'spec:', ...parts, '  last: 1', ''].join('\n');
    const [map, list, block] = [
      '  map:\n    a: xx\n    b: yy',
      '  list:\n  - one\n  - two',
      '  block: |\n    hunter2',
    ];
    const object = (...parts: string[]) => ({kind: 'ConfigMap', data: {'a.yaml': manifest(...parts)}});
    for (const [path, left] of [
      ['spec.map', ['  ', list, block]],
      ['spec.list', [map, '  ', block]],
      ['spec.block', [map, list, '  ']],
    ] as const) {
      const redacted = await redact(`- {name: a, path: ${path}, action: drop}`, object(map, list, block));
      expect(redacted).toEqual(object(...left));
    }
  });

  it('follow paths: any depth, elements by number and by what they say, names with points', async () => {
    const yaml = [
      '- {name: roles, path: spec.vault.**.role}',
      '- {name: second, path: "spec.list[1]"}',
      '- {name: one, path: "spec.items[name=x].deep"}',
      '- {name: quoted, path: \'data["a.b"]\'}',
    ].join('\n');
    const object = (...[a, b, c, d, e]: string[]) => ({
      kind: 'Thing',
      spec: {
        vault: {role: a, deep: [{role: b, other: 'stays'}]},
        list: ['stays', c],
        items: [
          {deep: {any: d}, name: 'x'},
          {deep: {any: 'stays'}, name: 'y'},
        ],
      },
      data: {'a.b': e, a: {b: 'stays'}},
    });
    expect(await redact(yaml, object('1', '2', '3', '4', '5'))).toEqual(
      object('REDACTED', 'REDACTED', 'REDACTED', 'REDACTED', 'REDACTED'),
    );
  });

  it('keep what a later rule would take, and nothing else', async () => {
    const yaml = '- {name: fine, path: "spec.env[name=API_TOKEN].value", action: keep}\n';
    const object = (kept: string, gone: string) => ({
      kind: 'Thing',
      spec: {
        env: [
          {name: 'API_TOKEN', value: kept},
          {name: 'OTHER_TOKEN', value: gone},
        ],
      },
    });
    expect(await redact(yaml, object('hunter2', 'hunter3'), 'all')).toEqual(object('hunter2', 'REDACTED'));
  });

  it.each([
    ['path: spec.a, detectors: [telling key]', ['spec.a.password', 'spec.a.token', 'spec.a.text']],
    ['path: spec.a.token, detectors: [telling value]', ['spec.a.token']],
    ["path: 'spec.*.*', key: '^pass'", ['spec.a.password', 'spec.b.password']],
    ["path: spec.a, key: '^pass'", ['spec.a.password']],
    ["path: spec.b, value: 'word'", ['spec.b.text']],
    ["annotations: ['ops/*'], detectors: [telling key]", ['metadata.annotations.ops/password']],
    ["key: '^token', detectors: [telling value]", ['spec.a.token', 'spec.b.token']],
    ['within: environment, detectors: [telling value]', ['spec.env.0.value']],
  ])('take what all holds for that they name: %s', async (rule, places) => {
    const token = (digit: string) => `glpat-${digit}FkQ3vXb7LmT2sWzRpYc`;
    const object = {
      kind: 'Thing',
      metadata: {annotations: {'ops/password': 'Kq7#vLw2x', 'ops/note': token('1')}},
      spec: {
        a: {password: 'Tz4!mNb8y', token: token('2'), text: 'password=Rw6$hJd3u'},
        b: {password: 'Pf9%cXs5o', token: token('3'), text: 'a word'},
        env: [{name: 'MIRROR', value: token('4')}],
      },
    };
    expect(changedIn(object, await redact(`- {name: one, ${rule}}`, object))).toEqual(places);
  });

  it.each([
    ['spec.command', ['spec.args.1']],
    ['spec.args', ['spec.command.1']],
    ['spec.args[1]', ['spec.command.1']],
    ['spec', []],
  ])('keep words of commands: %s', async (path, places) => {
    const object = {
      kind: 'Thing',
      spec: {command: ['--token', 'Pf9%cXs5o', 'mysql'], args: ['--password', 'Kq7#vLw2x']},
    };
    const redacted = await redact(`- {name: fine, path: '${path}', action: keep}`, object, 'all');
    expect(changedIn(object, redacted)).toEqual(places);
  });

  it('keep words of commands where they say so alone, whatever was read before', async () => {
    const {rules} = await readRules('- {name: fine, path: spec.kept, action: keep}', 'rules');
    const redactor = createRedactor({sets: ['all'], rules});
    const thing = (place: string) =>
      rawObjectOf({kind: 'Thing', spec: {[place]: {args: ['--password', 'Kq7#vLw2x']}}});
    const kept = thing('kept');
    expect(redactor.redact(kept)).toBe(kept);
    expect(textOf(redactor.redact(thing('other')))).not.toContain('Kq7#vLw2x');
  });

  it('keep what they name in an object that takes too long to read as well', async () => {
    const kept = {note: 'plain', args: ['run', '--fast', 'x']};
    const spec = {a: filled('password: "', 200_000), other: 'plain', kept};
    const redacted = await redact(
      '- {name: fine, path: spec.kept, action: keep}',
      {kind: 'Thing', spec},
      'all',
    );
    expect(redacted).toMatchObject({spec: {other: 'REDACTED', kept}});
  });

  it('apply in the copy of a manifest as in the object', async () => {
    const yaml = '- {name: roles, kinds: [things.example.com], names: [ap*], path: spec.role}\n';
    const thing = (role: string) => ({apiVersion: 'example.com/v1', kind: 'Thing', spec: {role}});
    const object = (role: string) => ({
      ...thing(role),
      metadata: {
        name: 'app',
        annotations: {copy: JSON.stringify(thing(role)), other: JSON.stringify({spec: {role: 'x'}})},
      },
    });
    expect(await redact(yaml, object('admin'), 'keys')).toEqual(object('REDACTED'));
  });

  it.each([
    [
      "- name: a\n  value: 'CUST-(\\d'\n",
      'rules, line 2: rule 1 ("a"), value: "CUST-(\\d" is no expression of RE2: missing closing ): `CUST-(\\d`.',
    ],
    [
      '- name: b\n  kinds: [Config Maps]\n  value: x\n',
      'line 2: rule 1 ("b"), kinds.0: "Config Maps" does not fit; a type as addTypes names it',
    ],
    [
      '- name: c\n\n  path: spec..x[\n',
      'line 3: rule 1 ("c"), path: "spec..x[" cannot be read from "..x[" on',
    ],
    [
      'a: b',
      'line 1: the file: {"a":"b"} does not fit; a list of rules, 200 at most, each with a name is expected.',
    ],
    ['- name: d\n', 'rule 1 ("d"): one of path, annotations, key, value, detectors is expected'],
    ['- path: x\n', 'rule 1: it has no name, which is expected.'],
    ['- name: e\n  path: a\n  foo: 1\n', 'line 3: rule 1 ("e"), foo: no such member; name, kinds,'],
    [
      '- name: e\n  path: a\n  action: remove\n',
      'line 3: rule 1 ("e"), action: "remove" does not fit; mask, drop or keep is expected.',
    ],
    ['- {name: keys, path: a}', '"keys" is the name of a built-in set; another one is expected.'],
    ['- name: [', 'line 1: no YAML: '],
    ['- *nowhere', 'rules: no YAML: Unresolved alias'],
    [
      '- name: g\n  detectors: [telling value]\n  action: keep\n',
      'line 3: rule 1 ("g"), action: "keep" does not fit; mask beside detectors is expected.',
    ],
    [
      '- {name: h, value: x, detectors: [telling key]}',
      'rule 1 ("h"), value: "x" does not fit; no value beside detectors is expected.',
    ],
  ])('say what is wrong with %j', async (yaml, sentence) => {
    await expect(readRules(yaml, 'rules')).rejects.toMatchObject({
      code: 'REDACTION_RULES',
      message: expect.stringContaining(sentence) as string,
    });
  });
});

it('are 200 at most', async () => {
  await expect(readRules('- {name: f, path: a}\n'.repeat(201), 'rules')).rejects.toThrow('200 at most');
  expect((await readRules('- {name: f, path: a}\n'.repeat(200), 'rules')).rules).toHaveLength(200);
});

describe('stable markers', () => {
  const object = (...values: string[]) => ({
    kind: 'Pod',
    env: values.map((value, at) => ({name: `TOKEN_${at}`, value})),
  });
  const markers = (markerKey: string, ...values: string[]) =>
    (createRedactor({sets: ['env'], markerKey}).redact(rawObjectOf(object(...values))) as RawObject).parse<
      ReturnType<typeof object>
    >();

  it('stay equal for equal values, differ for others and by key, and are base64', () => {
    const key = 'k'.repeat(32);
    const [one, two, other] = markers(key, 'hunter2', 'hunter2', 'hunter3').env.map(({value}) => value);
    expect(one).toMatch(/^REDACTED[0-9a-f]{12}$/);
    expect(two).toBe(one);
    expect(other).not.toBe(one);
    expect(markers('l'.repeat(32), 'hunter2').env[0]?.value).not.toBe(one);
    expect(Buffer.from(one!, 'base64').toString('base64')).toBe(one);
  });

  it('are the same for a value and for its base64 in a Secret', () => {
    const redactor = createRedactor({sets: ['all'], markerKey: 'k'.repeat(32)});
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      data: {password: Buffer.from('hunter2x').toString('base64')},
    };
    const {data} = (redactor.redact(rawObjectOf(secret)) as RawObject).parse<typeof secret>();
    expect(data.password).toBe(markers('k'.repeat(32), 'hunter2x').env[0]?.value);
  });

  it('need a key of 32 bytes', () => {
    expect(() => createRedactor({sets: [], markerKey: 'short'})).toThrow('at least 32 bytes, not 5');
  });
});
