import {gzipSync} from 'node:zlib';

import {describe, expect, it} from 'vitest';

import {filled, hostileParts} from './hostile-parts.ts';
import {createRedactor} from '../src/create-redactor.ts';
import {compileExpression} from '../src/rules/compile-expression.ts';
import type {Rule} from '../src/rules/rule.ts';
import {rawObjectOf} from './raw-object-of.ts';
import {redactText, textOf} from './redact-text.ts';

const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64');
const bombOfBytes = base64(gzipSync(Buffer.alloc(20_000_000, 'password: x\n')));
const bomb = base64(gzipSync(base64(gzipSync(Buffer.alloc(20_000_000, 'password: x\n')))));
let nested = '{"password":"hunter2hunter2"}';
while (nested.length < 50_000) nested = JSON.stringify({a: nested});

describe('what people write', () => {
  const words = 'server client host image memory key cache database user password token volume secret'.split(
    ' ',
  );
  const word = (number: number) => words[(number * 7919) % words.length] as string;
  const lines = (size: number, line: (number: number) => string) => {
    let text = '';
    for (let number = 0; text.length < size; number++) text += line(number);
    return text;
  };
  const values = (size: number) =>
    lines(
      size,
      (n) =>
        `# -- ${word(n)} of the ${word(n + 1)}\n${word(n)}${n}:\n  ${word(n + 2)}Key: ${n % 3 === 0 ? `"${n * 9973}ab"` : word(n)}\n  existingSecret: ""\n  a:\n    - key: ${word(n)}\n      value: ${word(n + 3)}\n`,
    );
  const properties = (size: number) =>
    lines(
      size,
      (n) =>
        `spring.${word(n)}.${word(n + 1)}${n}.password=aB3x${n * 7}!zz\n${word(n)}.url=jdbc:a://b/c${n}\n`,
    );
  const parameters = (size: number) =>
    Array.from({length: size / 70}, (_, n) => ({
      name: `${word(n)}.${word(n + 1)}${n}`,
      value: `${word(n)}-${n}`,
    }));
  const release = (size: number) => ({
    config: {database: {password: 'aB3xQ9zz7K'}},
    chart: {templates: Array.from({length: 20}, () => ({name: 'a', data: base64(values(size / 50))}))},
    manifest: lines(
      size / 2,
      (n) =>
        `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${word(n)}-${n}\ndata:\n  a: aB3xQ9zz7K\n`,
    ),
  });

  it.each([
    ['the values of a chart, 100 KB', {data: {a: values(100_000)}}],
    ['the values of a chart, 1 MB', {data: {a: values(1_000_000)}}],
    ['properties, 1 MB', {data: {a: properties(1_000_000)}}],
    ['the parameters of an Application, 300 KB', {spec: {source: {helm: {parameters: parameters(300_000)}}}}],
    ['a release, 2 MB', release(2_000_000)],
  ])('is read to its end: %s', (_, content) => {
    const object = rawObjectOf({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'x'}, ...content});
    const found = createRedactor({sets: ['all']}).examine(object);
    expect(found.filter(({detector}) => detector === 'unread')).toEqual([]);
  });
});

describe('time for an object of 100 KB', () => {
  it.each([
    ...hostileParts.map((part): [string, string] => [JSON.stringify(part), filled(part, 100_000)]),
    ['a bomb', bomb],
    ['documents in documents', nested],
    [
      'many secrets that begin alike',
      Array.from({length: 3000}, (_, n) => `password_${n}: aB3x${n}!zz\n`).join(''),
    ],
    ['deep YAML', Array.from({length: 400}, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
    ['deep JSON whose keys tell', `${'{"keys":['.repeat(6000)}1${']}'.repeat(6000)}`],
    ['deep YAML whose keys tell', '{keys: ['.repeat(10_000)],
    ['a scalar of YAML with much space in it', `token: x${' '.repeat(90_000)}y\na: b\n`],
    [
      'scalars of YAML, each deeper',
      Array.from({length: 440}, (_, depth) => `${' '.repeat(depth)}token: b`).join('\n'),
    ],
    ['digits that are no duration', filled(`password: ${'1'.repeat(88)}x!\n`, 100_000)],
    ['templates that never end', filled(`password: ${'{{'.repeat(900)}\n`, 100_000)],
    ['one key again and again', `{"password":"x",${'"data":{"a":"token"},'.repeat(4500)}"z":1}`],
    ['one key of YAML again and again', `password: x\n${'data:\n  a: token x\n'.repeat(5000)}`],
    ['spaces', `token: x\n${' '.repeat(95_000)}\n`],
    ['dashes', `token: x\n${'- '.repeat(47_000)}\n`],
    ['lines before a key', filled(`${'\n'.repeat(80)}key=a`, 100_000)],
    ['many small gzips', filled(`${base64(gzipSync('password: x'))} `, 100_000)],
    ['deep lists of options', `${'["-key=",'.repeat(20_000)}1${']'.repeat(20_000)}`],
    ['deep JSON', `${'{"a":'.repeat(12_000)}1${'}'.repeat(12_000)}`],
  ] as [string, string][])('is linear for %s', (_, text) => {
    const object = {kind: 'ConfigMap', apiVersion: 'v1', data: {a: text}};
    const started = process.cpuUsage();
    redactText(object, 'all');
    const {user, system} = process.cpuUsage(started);
    // Twenty milliseconds on a machine of its own; what is not linear takes seconds.
    expect((user + system) / 1000).toBeLessThan(1000);
  });

  const numbered = (make: (number: number) => [string, unknown]) =>
    Object.fromEntries(Array.from({length: 2500}, (_, number) => make(number)));
  const listed = (make: (number: number) => unknown) =>
    Array.from({length: 2500}, (_, number) => make(number));
  it.each([
    ['values', {data: numbered((n) => [`k${n}`, `token x${n}\n- key: a`])}],
    ['annotations', {metadata: {name: 'x', annotations: numbered((n) => [`k${n}.io/a`, `token x ${n}`])}}],
    ['variables', {spec: {env: listed((n) => ({name: `DB_PASSWORD_${n}`, value: `aB3x${n}: "secret y"`}))}}],
    ['words of a command', {spec: {args: listed((n) => (n % 2 === 0 ? '-p' : `aB3x${n}zz`))}}],
    [
      'bombs in annotations',
      {
        metadata: {
          name: 'x',
          annotations: numbered((n) => [`k${n}`, base64(gzipSync(Buffer.alloc(200_000 + n)))]),
        },
      },
    ],
    ['numbers under a telling key', {spec: {keys: listed((n) => n)}}],
    [
      'gzips in variables',
      {spec: {env: listed((n) => ({name: `A${n}`, value: base64(gzipSync(`token: x${n}`))}))}},
    ],
  ])('is linear for thousands of %s', (_, object) => {
    const started = process.cpuUsage();
    redactText({apiVersion: 'v1', kind: 'Thing', ...object}, 'all');
    const {user, system} = process.cpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(1000);
  });

  it('is linear for thousands of lists of arguments beside one long command', () => {
    const command = `"command":${JSON.stringify(Array.from({length: 12_000}, () => 'a'))}`;
    const args = listed((n) => `"args":["-a","b${n}"]`).join(',');
    const object = rawObjectOf(`{"kind":"Thing","metadata":{"name":"x"},"spec":{${command},${args}}}`);
    const started = process.cpuUsage();
    createRedactor({sets: ['all']}).redact(object);
    const {user, system} = process.cpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(1000);
  });

  it('leaves over its budget what the object is called by, and takes the rest that is asked about', () => {
    const annotations = numbered((n) => [`k${n}.io/a`, `token x ${n}`]);
    const spec = {keys: listed((n) => `aB3xQ9zz${n}`)};
    const text = redactText(
      {apiVersion: 'v1', kind: 'Thing', spec, metadata: {name: 'token-x', annotations}},
      'all',
    );
    const {metadata} = JSON.parse(text) as {metadata: {name: string}};
    expect(metadata.name).toBe('token-x');
    expect(text).not.toContain('aB3xQ9zz');
  });

  it('takes what could not be read as a whole, and counts it', () => {
    const {data} = JSON.parse(
      redactText({apiVersion: 'v1', kind: 'ConfigMap', data: {a: bomb, b: 'x'}}, 'all'),
    ) as {data: object};
    expect(data).toEqual({a: 'REDACTED', b: 'x'});
  });

  it.each([
    ['says that it holds less', 11],
    ['says that it holds more', 0xff_ff_ff_ff],
  ])('takes a gzip as a whole that %s', (_, size) => {
    const gzip = gzipSync('kind: Secret');
    gzip.writeUInt32LE(size, gzip.length - 4);
    const text = redactText({apiVersion: 'v1', kind: 'ConfigMap', data: {a: base64(gzip)}}, 'all');
    expect(JSON.parse(text)).toMatchObject({data: {a: 'REDACTED'}});
  });

  it('asks a rule of the user only so much about a bomb, and takes what it was not asked about', () => {
    let asked = 0;
    const compile = () => (text: string) => ((asked += text.length), []);
    const rules: Rule[] = [{name: 'mine', value: 'x'}];
    const redactor = createRedactor({sets: ['values'], rules, compile});
    const object = rawObjectOf({apiVersion: 'v1', kind: 'ConfigMap', data: {a: bombOfBytes, b: 'x'}});
    const {data} = JSON.parse(textOf(redactor.redact(object))) as {data: object};
    expect(data).toEqual({a: 'REDACTED', b: 'x'});
    expect(asked).toBeLessThan(1_000_000);
    expect(redactor.examine(object)).toEqual([expect.objectContaining({detector: 'unread'})]);
  });

  it('asks rules of the user about all that people write', () => {
    const rules: Rule[] = [
      {name: 'mine', value: 'CUST-[0-9]{8}'},
      {name: 'roles', key: 'role'},
    ];
    const redactor = createRedactor({sets: ['all'], rules, compile: compileExpression});
    const parameters = listed((n) => ({
      name: `param${n}`,
      type: 'string',
      description: `of ${n}`,
      default: n,
    }));
    const values = Array.from({length: 3000}, (_, n) => `# of ${n}\nserver${n}:\n  a: image ${n}\n`).join('');
    const object = rawObjectOf({apiVersion: 'a.b/v1', kind: 'Thing', spec: {parameters, values}});
    expect(redactor.examine(object)).toEqual([]);
  });

  it('follows a path that leads to every depth in steps that do not grow with it', () => {
    const rules: Rule[] = [{name: 'mine', path: '**.token', value: 'x'}];
    const redactor = createRedactor({sets: [], rules, compile: compileExpression});
    const started = process.cpuUsage();
    redactor.redact(rawObjectOf(`{"a":${'{"token":'.repeat(10_000)}"a"${'}'.repeat(10_001)}`));
    const {user, system} = process.cpuUsage(started);
    expect((user + system) / 1000).toBeLessThan(1000);
  });
});
