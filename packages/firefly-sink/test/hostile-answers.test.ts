import {createMemorySource, runCollection, type RunReport} from '@firefly/core';
import fc from 'fast-check';
import {expect, test} from 'vitest';

import {fuzzRuns} from '../../../scripts/fuzz-runs.ts';
import {createFireflySink} from '../src/index.ts';
import {setUp} from './open-sink.ts';
import type {ReceivedRequest} from './scripted-firefly.ts';

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const type = {group: '', version: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespaced: true};
const objects = ['a', 'b', 'c'].map(
  (name) =>
    `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"${name}","namespace":"n","uid":"${name}"}}`,
);

const token = '{"access_token":"tkn.of-firefly","expires_in":3600,"token_type":"Bearer"}';
const odd = fc.constantFrom(
  '',
  ' ',
  'null',
  'undefined',
  '""',
  '"\\"\\""',
  '[]',
  '{}',
  '{"a":',
  '<html>no</html>',
  '\u0000\u001b[31m',
  '9'.repeat(400),
  '[['.repeat(5000),
  'x'.repeat(70_000),
  '{"__proto__":{"a":1}}',
);
const json = fc.jsonValue({maxDepth: 3}).map((value) => JSON.stringify(value));
const id = fc.oneof(
  fc.string({maxLength: 40}),
  fc.constantFrom('int-1', 'int-1,false', ',true', 'null', 'a/b', 'a?b', '0'.repeat(24), 'a'.repeat(200)),
);
const loginField = fc.oneof(
  fc.jsonValue({maxDepth: 2}),
  fc.constantFrom('tkn', 'a b', 'a\r\nx: y', 'ü', 'x'.repeat(20_000), -1, 1e308),
);
const login = fc.record(
  {access_token: loginField, expires_in: loginField, token_type: loginField},
  {requiredKeys: []},
);
const cut = (text: string) => fc.nat(text.length).map((length) => text.slice(0, length));
const bodies = fc.oneof(
  {weight: 4, arbitrary: odd},
  {weight: 2, arbitrary: json},
  {weight: 3, arbitrary: id.map((value) => JSON.stringify(value))},
  {weight: 3, arbitrary: login.map((value) => JSON.stringify(value))},
  fc.oneof(cut(token), cut('"int-1,true"')),
);
const headers = fc.dictionary(
  fc.constantFrom('retry-after', 'location', 'content-type', 'x-odd', 'www-authenticate', 'content-language'),
  // No pause that a clock which stands still would wait out.
  fc.constantFrom(
    '',
    '0',
    '-5',
    'NaN',
    'soon',
    'Thu, 01 Jan 1970 00:00:00 GMT',
    'http://[',
    '//elsewhere/x',
    'text/html; charset=klingon',
    'x'.repeat(4000),
  ),
  {maxKeys: 3},
);
const statuses = fc.oneof(
  fc.constantFrom(200, 204, 400, 401, 402, 403, 404, 409, 413, 425, 429, 501, 503, 520),
  fc.integer({min: 200, max: 999}),
);
const answer: fc.Arbitrary<Answer> = fc.record({status: statuses, headers, body: bodies});
/** What each of a route's requests gets in place of the usual answer; nothing: the usual one. */
const answers = fc.array(fc.option(answer), {maxLength: 4});
const scripts = fc.record({
  login: answers,
  handshake: answers,
  pages: answers,
  lock: answers,
  metadata: answers,
});

function stepOf({route}: ReceivedRequest) {
  if (route.endsWith('/login')) return 'login';
  if (route.startsWith('PATCH')) return 'lock';
  if (route.startsWith('GET')) return 'handshake';
  return route.endsWith('/metadata') ? 'metadata' : 'pages';
}

test('whatever Firefly answers, a run delivers its objects or fails with a code', async () => {
  await fc.assert(
    fc.asyncProperty(scripts, fc.constantFrom('auto', 'objects', 'fetching'), async (script, protocol) => {
      await using t = await setUp();
      // What follows from a lie is no fault of the sink's.
      t.firefly.expectViolation(/./);
      const left = Object.fromEntries(Object.entries(script).map(([step, list]) => [step, [...list]]));
      const accepted: string[] = [];
      let locks = 0;
      t.firefly.intercept((request) => {
        const step = stepOf(request);
        const odds = left[step]?.shift() ?? undefined;
        if (step === 'lock' || step === 'metadata') expectId(request, protocol);
        const status = odds?.status ?? 204;
        if (step === 'lock' && status === 204) locks++;
        if (step === 'pages' && status === 204) accepted.push(...objectsOf(request.text));
        return odds;
      });
      const source = createMemorySource({types: [{type, objects}], cluster: {uid: 'u'}});
      const sink = createFireflySink(t.options({protocol, maxRetries: 1}));
      const report = await runCollection({source, sink, signal: t.run.signal, now: () => t.clock.now()});
      expectPlain(report);
      if (report.result === 'not-this-time') expect([...accepted, locks]).toEqual([0]);
      if (report.result === 'failure') expect(report.code).toMatch(/^(FIREFLY|CORE_NOTHING_ACCEPTED)/);
      if (report.result !== 'success') return;
      const items = report.streams.find(({stream}) => stream === 'objects')?.items;
      expect(new Set(accepted).size).toBe(items);
      expect((items ?? 0) + report.oversized.length).toBe(objects.length);
      if (report.protocol === 'fetching') expect(locks).toBe(1);
    }),
    {numRuns: fuzzRuns(150)},
  );
});

function objectsOf(text: string): string[] {
  const {objects: bare, k8sObjects} = JSON.parse(text) as {
    readonly objects?: readonly unknown[];
    readonly k8sObjects?: readonly {readonly object: unknown}[];
  };
  return (bare ?? k8sObjects?.map(({object}) => object) ?? []).map((object) => JSON.stringify(object));
}

/** Empty is what `fetching` sends to a server that answered 204 and so has none. */
function expectId({query}: ReceivedRequest, protocol: string): void {
  expect(query.get('integrationId')).toMatch(protocol === 'fetching' ? /^[\w.:@~+=-]*$/ : /^[\w.:@~+=-]+$/);
}

/** One sentence that anybody may see: no control character, no internal error, no endless text. */
function expectPlain({result, reason = ''}: RunReport): void {
  expect(result).not.toBe('stopped');
  expect(reason).not.toMatch(/\p{Cc}|undefined \(|is not a function|of null|is not iterable|at .*\.ts/u);
  expect(reason.length).toBeLessThan(6000);
}
