import {readFileSync} from 'node:fs';
import {join} from 'node:path';

import {describe, expect, test} from 'vitest';

import {user} from '../src/make-root.ts';
import {entrypoint} from './entrypoint.ts';

const text = readFileSync(join(import.meta.dirname, '../Dockerfile'), 'utf8');
const stages = text.split(/^(?=FROM )/mu).slice(1);
const [build = ''] = stages;
const image = stages.at(-1) ?? '';

describe('the Dockerfile', () => {
  test('starts the image from nothing and adds nothing but the root file system', () => {
    expect(image).toMatch(/^FROM scratch$/mu);
    expect(image).not.toMatch(/^(?:RUN|ADD) /mu);
    expect([...image.matchAll(/^COPY .*$/gmu)].map(([line]) => line)).toEqual([
      'COPY --from=build /root-of-image/ /',
      'COPY --from=build /program-of-image/ /usr/lib/firefly/',
    ]);
  });

  test('builds it by the script that the tests here use, after what CI runs', () => {
    expect(build).toMatch(/^RUN \.ci\/run$/mu);
    expect(build.indexOf('.ci/run')).toBeLessThan(build.indexOf('image/make-root.ts'));
  });

  test('runs the program as the user who has an account, and stops it by the signal that it knows', () => {
    expect(image).toMatch(new RegExp(`^USER ${user}:${user}$`, 'mu'));
    expect(image).toMatch(/^STOPSIGNAL SIGTERM$/mu);
    expect(image).toMatch(/^ENV TMPDIR=\/var\/spool\/firefly MALLOC_ARENA_MAX=1$/mu);
    expect(entrypoint()).toEqual([
      '/usr/bin/node',
      ...entrypoint().slice(1, -1),
      '/usr/lib/firefly/firefly-collector.mjs',
    ]);
  });

  test('labels the image as the OCI specification has it', () => {
    const labels = [...image.matchAll(/org\.opencontainers\.image\.(\w+)=/gu)].map(([, name]) => name);
    expect(new Set(labels)).toEqual(
      new Set('title description url source documentation licenses vendor version revision'.split(' ')),
    );
  });
});
