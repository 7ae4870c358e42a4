import {version} from '@firefly/core';
import {describe, expect, test} from 'vitest';

import packageJson from '../package.json' with {type: 'json'};
import {main} from '../src/main.ts';
import {CaptureStream} from './capture-stream.ts';
import {createProcessContext} from './create-process-context.ts';

describe('the program', () => {
  test("shows its package's version", async () => {
    const process = createProcessContext();
    expect(await main(['--version'], process.context)).toBe(0);
    expect(process.stdout.text).toBe(`${packageJson.version}\n`);
    expect(version).toBe(packageJson.version);
  });

  test('shows its help on standard output', async () => {
    const process = createProcessContext();
    expect(await main(['--help'], process.context)).toBe(0);
    expect(process.stdout.text).toMatch(/^Usage: firefly-collector/);
    expect(process.stderr.text).toBe('');
  });

  test('without a word, a person is told what to try first; a pod, and whoever reads a pipe, collects', async () => {
    const person = createProcessContext({CLUSTER_ID: 'a'}, new CaptureStream(80));
    expect(await main([], person.context)).toBe(2);
    expect(person.stderr.text).toMatch(
      /check -dry-run my-cluster\n.*collect -dry-run --summary my-cluster\n/,
    );
    for (const process of [
      createProcessContext({CLUSTER_ID: 'a', KUBERNETES_SERVICE_HOST: '10.0.0.1'}, new CaptureStream(80)),
      createProcessContext({CLUSTER_ID: 'a'}),
    ]) {
      expect(await main([], process.context)).toBe(2);
      expect(process.stderr.text).toContain('The access key is missing');
    }
  });

  test('wrong usage is one sentence on a terminal', async () => {
    const process = createProcessContext({}, new CaptureStream(80));
    expect(await main(['--page-sise', '1'], process.context)).toBe(2);
    expect(process.stderr.text).toBe(
      'firefly-collector: There is no flag --page-sise; did you mean --page-size?\n',
    );
  });

  test('and one JSON line where there is none, for each problem', async () => {
    const process = createProcessContext({CLUSTER_ID: 'No!', FIREFLY_ACCESS_KEY: 'access-key-1'});
    expect(await main([], process.context)).toBe(2);
    const lines = process.stderr.text.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as {msg: string}).msg)).toEqual([
      'CLUSTER_ID: "No!" does not fit; expected lower-case letters, digits, dashes and underscores only (^[a-z0-9_-]+$).',
      'The secret key is missing: set FIREFLY_SECRET_KEY (or INFRALIGHT_SECRET_KEY); a dry run needs none.',
    ]);
    expect(process.stdout.text).toBe('');
  });

  test('a key that somebody typed in the wrong place is not repeated', async () => {
    const process = createProcessContext({FIREFLY_ACCESS_KEY: 'access-key-1'}, new CaptureStream(80));
    expect(await main(['--access-key', 'access-key-1', 'access-key-1'], process.context)).toBe(2);
    expect(process.stderr.text).not.toContain('access-key-1');
  });
});
