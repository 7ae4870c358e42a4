import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** What one process took, from its start to its end. */
export interface Measurement {
  readonly milliseconds: number;
  /** User and system time of all its threads. */
  readonly cpuSeconds: number;
  /** Peak of its resident memory. */
  readonly peakBytes: number;
  /** What it wrote to standard output. */
  readonly output: string;
  /** What it wrote to standard error. */
  readonly errors: string;
}

export interface MeasuredProcess {
  /** Script and arguments for Node. */
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const reporter = new URL('report-usage.mjs', import.meta.url).href;

/** Runs a Node process to its end and measures it. Throws with its last words when it fails. */
export async function measure({arguments: args, environment = {}}: MeasuredProcess): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-bench-'));
  const usageFile = join(folder, 'usage.json');
  try {
    const begun = performance.now();
    const child = spawn(process.execPath, ['--import', reporter, ...args], {
      env: {...process.env, ...environment, BENCH_USAGE_FILE: usageFile},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const milliseconds = performance.now() - begun;
    if (code !== 0) {
      throw new Error(
        `${args.join(' ')} ended with ${code}: ${Buffer.concat(errors).toString('utf8').slice(-2000)}`,
      );
    }
    const usage = JSON.parse(readFileSync(usageFile, 'utf8')) as Pick<
      Measurement,
      'cpuSeconds' | 'peakBytes'
    >;
    const textOf = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString('utf8');
    return {milliseconds, ...usage, output: textOf(output), errors: textOf(errors)};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
