import stringWidth from 'string-width';
import {expect, test} from 'vitest';

import {formatRunReport} from '../../src/report/format-run-report.ts';
import {report, troubled} from './reports.ts';

const plain = {width: 80, color: false};

test('a good run: types by size, those without objects as one row, the sum, the outcome last', () => {
  expect(formatRunReport(report(), plain)).toBe(
    `Type               Objects     JSON   Time  Read
pods                 1,200  18.4 MB  1.2 s  complete
deployments.apps         7  21.0 KB  40 ms  complete
1 without objects        0                  complete
Sum                  1,207  18.4 MB

Firefly accepted 1,207 items of 3 types in 16 requests (1.8 MB); the run took
3.4 s.
`,
  );
});

test('a run with gaps says which and why', () => {
  expect(formatRunReport(troubled, plain)).toBe(
    `Type        Objects     JSON   Time  Read
pods          1,200  18.4 MB  1.2 s  complete, inconsistent
configmaps        3    900 B  12 ms  partial
Sum           1,203  18.4 MB

Not read, or not completely
  secrets (failed): the API server forbids listing secrets (403); the role needs
    the verb list on secrets.
  configmaps (partial): listing all namespaces is forbidden (403). Read in 2
    namespaces.

Not discovered
  metrics.k8s.io/v1beta1: the server answered 503.

Too large to be sent
  ConfigMap apps/huge: 2.1 MB

Taken out before sending
  secrets in Secret: 1,234

Warnings
  One page went out uncompressed.

Firefly accepted 1,207 items of 2 types in 16 requests (1.8 MB); the run took
3.4 s. 2 types could not be read completely, 1 API group could not be
discovered, 1 item too large to be sent. First: secrets: the API server forbids
listing secrets (403); the role needs the verb list on secrets.
`,
  );
});

test('a folder has files that could not be read, and gaps', () => {
  const subjects = {'apps/v1': 'group', 'bad.json': 'file', 'report.json': 'folder'} as const;
  const discoveryFailures = Object.entries(subjects).map(([name, subject]) => {
    return {subject, name, message: 'why.'};
  });
  expect(formatRunReport(report({discoveryFailures}), plain)).toContain(
    `Not read, or not completely
  bad.json: why.
  report.json: why.

Not discovered
  apps/v1: why.
`,
  );
});

test('a run that failed with a code says where its cause and cure stand', () => {
  const failed = report({
    result: 'failure',
    reason: 'x.',
    code: 'K8S_UNREACHABLE',
    readings: [],
    streams: [],
  });
  expect(formatRunReport(failed, plain)).toMatch(
    /^The run failed: x\.\nhttps:\S+\/errors\.md#k8s_unreachable\n$/,
  );
});

test('a run that failed before anything was read is one sentence', () => {
  const failed = report({result: 'failure', reason: 'Firefly refused the keys.', readings: [], streams: []});
  expect(formatRunReport(failed, plain)).toBe('\nThe run failed: Firefly refused the keys.\n'.trimStart());
});

test.each([20, 40, 60])('keeps to %d columns', (width) => {
  const lines = formatRunReport(troubled, {width, color: false}).split('\n');
  const longestWord = Math.max(...lines.flatMap((line) => line.trim().split(' ')).map((word) => word.length));
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(Math.max(width, longestWord + 4));
});

test('colors tell the outcomes apart, and are left out when not wanted', () => {
  const last = (text: string) => text.trimEnd().split('\n').at(-1);
  const color = (over: Parameters<typeof report>[0]) =>
    last(formatRunReport(report(over), {width: 500, color: true}));
  expect(color({})).toContain('\u001B[32m');
  expect(color({readings: troubled.readings})).toContain('\u001B[33m');
  expect(color({result: 'failure', reason: 'x'})).toContain('\u001B[31m');
  expect(formatRunReport(troubled, plain)).not.toContain('\u001B');
});
