import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** The sandbox as a process of its own, as benchmarks start it. */
export class SandboxProcess implements AsyncDisposable {
  readonly #child;
  readonly #ended;
  #hasEnded = false;
  stdout = '';
  stderr = '';

  constructor(...flags: readonly string[]) {
    this.#child = spawn(process.execPath, [main, ...flags], {stdio: ['ignore', 'pipe', 'pipe']});
    this.#ended = once(this.#child, 'close').then(() => (this.#hasEnded = true));
    this.#child.stderr.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.#child.stdout.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
  }

  /** The first line of its standard output. */
  async firstLine(): Promise<string> {
    return (await this.said('\n')).split('\n', 1)[0] ?? '';
  }

  /**
   * Its standard output so far, once these words are in it.
   *
   * @throws Error with what it said where it ends before.
   */
  async said(words: string): Promise<string> {
    while (!this.stdout.includes(words)) {
      await Promise.race([once(this.#child.stdout, 'data'), this.#ended]);
      if (this.#hasEnded && !this.stdout.includes(words))
        throw new Error(
          `The sandbox ended before it said ${JSON.stringify(words)}: ${this.stdout}${this.stderr}`,
        );
    }
    return this.stdout;
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
