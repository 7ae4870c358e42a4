import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface, type Interface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import type {Firefly, FireflyOptions} from '../../src/index.ts';
import {connect, sendPage} from './wire-client.ts';

const main = fileURLToPath(new URL('../../src/firefly/main.ts', import.meta.url));

function start(options: FireflyOptions): {child: ChildProcess; lines: Interface} {
  const child = spawn(process.execPath, [main, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {child, lines: createInterface(child.stdout)};
}

it('says where it listens, and on SIGTERM what it accepted', async () => {
  const {child, lines} = start({keep: 'counts', validate: 'light', accessKey: 'AK'});
  const exit = once(child, 'exit');
  const output = lines[Symbol.asyncIterator]();
  const ready = JSON.parse(String((await output.next()).value)) as Firefly;
  expect(ready).toMatchObject({accessKey: 'AK', url: `http://127.0.0.1:${ready.port}`});
  expect((await sendPage(await connect(ready))).status).toBe(204);
  child.kill('SIGTERM');
  const summary = JSON.parse(String((await output.next()).value)) as unknown;
  expect(summary).toMatchObject({
    streams: {objects: {counts: {Pod: 1}, pages: 1}},
    violations: [],
    cpuSeconds: expect.any(Number) as number,
  });
  expect(await exit).toEqual([0, null]);
});
