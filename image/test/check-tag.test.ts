import {spawnSync} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {beforeEach, expect, onTestFinished, test} from 'vitest';

import {version} from '../../packages/core/src/version.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firefly-tag-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
});

/** Runs the check with a docker that answers so, and says what it printed. */
function check(tag: string, docker: string) {
  const path = join(folder, 'docker');
  writeFileSync(
    path,
    `#!/bin/sh\n[ "$*" = "buildx imagetools inspect gofireflyio/k8s-collector:${tag}" ] || exit 9\n${docker}\n`,
  );
  chmodSync(path, 0o755);
  const {status, stderr} = spawnSync('bash', [join(import.meta.dirname, '../check-tag.sh'), tag], {
    encoding: 'utf8',
    env: {PATH: `${folder}:${process.env['PATH']}`},
  });
  return {status, stderr};
}

test('a version that was never pushed may be pushed', () => {
  expect(check(version, 'echo "ERROR: an-image: not found" >&2; exit 1')).toEqual({status: 0, stderr: ''});
});

test('a tag that exists is not pushed again', () => {
  const {status, stderr} = check(version, 'echo "Name: an-image"');
  expect(status).toBe(1);
  expect(stderr).toBe(
    `gofireflyio/k8s-collector:${version} exists already; expected a version that was never pushed.\n`,
  );
});

test('a registry that does not say is no permission', () => {
  const {status, stderr} = check(version, 'echo "ERROR: 503 Service Unavailable" >&2; exit 1');
  expect(status).toBe(1);
  expect(stderr).toContain('cannot be told: ERROR: 503 Service Unavailable');
});

test.each(['latest', '9.9.9', ''])(
  'the tag "%s", which is not the version of the chart, is refused',
  (tag) => {
    expect(check(tag, 'exit 1')).toEqual({
      status: 1,
      stderr: `The tag is "${tag}"; expected "${version}", the version in Chart.yaml of this branch.\n`,
    });
  },
);
