import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** The sandbox as a process of its own, as benchmarks start it. */
export class SandboxProcess implements AsyncDisposable {
  readonly #child;
  readonly #ended;
  stdout = '';
  stderr = '';

  constructor(...flags: readonly string[]) {
    this.#child = spawn(process.execPath, [main, ...flags], {stdio: ['ignore', 'pipe', 'pipe']});
    this.#ended = once(this.#child, 'close');
    this.#child.stderr.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.#child.stdout.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
  }

  /**
   * The first line of its standard output.
   *
   * @throws Error with what it said where it ends before.
   */
  async firstLine(): Promise<string> {
    const lines = createInterface(this.#child.stdout);
    const {promise, resolve, reject} = Promise.withResolvers<string>();
    lines.once('line', resolve);
    void this.#ended.then(() => reject(new Error(`The sandbox ended without a line: ${this.stderr}`)));
    return promise;
  }

  /** Exit code, after the signal when one is given. */
  async end(signal?: 'SIGTERM' | 'SIGINT'): Promise<number | null> {
    if (signal !== undefined) this.#child.kill(signal);
    await this.#ended;
    return this.#child.exitCode;
  }

  async [Symbol.asyncDispose]() {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
