/**
 * Every test file's setup: the credentials that the file before it planted are forgotten, since what one test calls a secret
 * may be a word of another's. Whatever a process of the collector, or a test's console, prints is searched for each credential
 * that was planted until then, in six encodings. One that is found is an unhandled error, which fails the run.
 */
import {ChildProcess} from 'node:child_process';
import type {Readable} from 'node:stream';

import fc from 'fast-check';

import {masker} from '../packages/core/src/masking/masker.ts';
import {isTestingAll} from './is-testing-all.ts';
import {plantCredentials, searchForPlanted, searchForIssued} from './planted-credentials.ts';

masker.forget();

// The same cases in each run: what a commit did not touch does not fail it. Whoever asks for more takes others each time.
if (!isTestingAll && process.env['FUZZ_RUNS'] === undefined) fc.configureGlobal({seed: 1});

const patched = Symbol.for('firefly.search-output');

interface SpawnOptions {
  readonly args?: readonly string[];
  readonly envPairs?: readonly string[];
}
interface Spawning {
  spawn(this: ChildProcess, options: SpawnOptions): unknown;
}

function searchProcesses(prototype: Spawning): void {
  const spawn: Spawning['spawn'] = Reflect.get(prototype, 'spawn');
  // What `spawn`, `execFile` and `fork` have in common.
  prototype.spawn = function (options) {
    const result = spawn.call(this, options);
    const {args = [], envPairs = []} = options;
    if (args.some((word) => /firefly-collector(?:\.mjs)?$/.test(word))) {
      const environment = Object.fromEntries(envPairs.map((pair) => pair.split(/=([^]*)/, 2)));
      plantCredentials(environment, args);
      const streams = [recorded(this.stdout), recorded(this.stderr)] as const;
      this.once('close', () => {
        const [stdout, stderr] = streams.map((pieces) => Buffer.concat(pieces));
        const where = `What ${args.join(' ')} printed`;
        // Not from within this event, whose other listeners would hear nothing.
        setImmediate(() => {
          for (const text of [stdout, stderr]) searchForPlanted(text ?? '', where);
          searchForIssued(stderr ?? '', where);
        });
      });
    }
    return result;
  };
}

/** What arrives, without reading it in place of whoever does. */
function recorded(stream: Readable | null): Buffer[] {
  const pieces: Buffer[] = [];
  if (stream === null) return pieces;
  const push = stream.push.bind(stream);
  stream.push = (piece: unknown, encoding?: BufferEncoding) => {
    if (piece instanceof Uint8Array) pieces.push(Buffer.from(piece));
    return push(piece, encoding);
  };
  return pieces;
}

function searchConsole(): void {
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    const print = console[level].bind(console);
    console[level] = (...values: unknown[]) => {
      searchForPlanted(values.map(String).join(' '), 'The console');
      print(...values);
    };
  }
}

if (!Reflect.has(globalThis, patched)) {
  Reflect.set(globalThis, patched, true);
  searchProcesses(ChildProcess.prototype as ChildProcess & Spawning);
  searchConsole();
}
