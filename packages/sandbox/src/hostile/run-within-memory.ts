import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** What came of a process that had so much memory and no more. */
export interface BoundedRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: string;
  readonly milliseconds: number;
  /** User and system time. */
  readonly cpuSeconds: number;
  /** Peak of what the kernel counts for the group: the process's own memory, buffers and what it read of files. */
  readonly peakBytes: number;
}

const root = '/sys/fs/cgroup/memory';
const reporter = new URL('../bench/report-usage.mjs', import.meta.url).href;

/**
 * Runs a program of Node in a memory control group (version 1) of its own, so that the kernel ends it where it takes
 * more.
 *
 * @throws {Error} where this machine has no such groups, or this user may not make one.
 */
export async function runWithinMemory(
  limitBytes: number,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<BoundedRun> {
  if (!existsSync(root))
    throw new Error(`${root} is missing: expected a kernel with memory control groups, version 1.`);
  const group = join(root, `firefly-hostile-${process.pid}`);
  mkdirSync(group);
  const folder = mkdtempSync(join(tmpdir(), 'firefly-hostile-'));
  const usageFile = join(folder, 'usage.json');
  try {
    writeFileSync(join(group, 'memory.limit_in_bytes'), String(limitBytes));
    const begun = performance.now();
    // The shell joins the group, and becomes the program.
    const words = [
      '-c',
      'echo $$ > "$0" && exec "$@"',
      join(group, 'cgroup.procs'),
      process.execPath,
      '--import',
      reporter,
      ...args,
    ];
    const child = spawn('sh', words, {
      env: {...process.env, ...environment, BENCH_USAGE_FILE: usageFile},
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (...ended) => resolve(ended));
    });
    return {
      code,
      signal,
      errors: Buffer.concat(errors).toString('utf8'),
      milliseconds: performance.now() - begun,
      cpuSeconds: cpuSecondsIn(usageFile),
      peakBytes: Number(readFileSync(join(group, 'memory.max_usage_in_bytes'), 'utf8')),
    };
  } finally {
    rmdirSync(group);
    rmSync(folder, {recursive: true, force: true});
  }
}

/** A process that was killed leaves none. */
function cpuSecondsIn(file: string): number {
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as {cpuSeconds: number}).cpuSeconds
    : Number.NaN;
}
