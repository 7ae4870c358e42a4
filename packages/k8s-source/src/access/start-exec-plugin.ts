import {type ChildProcess, spawn} from 'node:child_process';

/** How a plugin is run. */
export interface ExecPluginOptions {
  /** All variables that it gets. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether a person may be asked: it is given the terminal, and the time that it takes. */
  readonly interactive: boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Milliseconds that it has where nobody can be asked. Default 60,000. */
  readonly patience?: number;
}

/** A plugin that runs, or ran. */
export interface StartedPlugin {
  readonly process: ChildProcess;
  /** What it wrote to standard output, as far as it may. */
  answer(): string;
  /** Why it gave nothing, in words that may follow "its plugin"; undefined where it ended well. */
  problem(): string | undefined;
}

/** Credentials have a few KB. */
const mostOutputBytes = 1024 * 1024;
const mostComplaintBytes = 8 * 1024;
/** Between the request to end and the end: less than a run that is stopped waits for its source. */
const graceMilliseconds = 100;

/**
 * Starts an exec plugin. Without a person it has no standard input, a session of its own, so that all that it started
 * ends with it, and a minute; what it writes is bounded in any case.
 */
export function startExecPlugin(
  command: string,
  args: readonly string[],
  options: ExecPluginOptions,
): StartedPlugin {
  const {environment, interactive, signal, patience = 60_000} = options;
  const child = spawn(command, args, {
    env: environment,
    stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'pipe'],
    // With a terminal it must stay in the group that may read from it.
    detached: !interactive,
  });
  const out: Buffer[] = [];
  let outBytes = 0;
  let complaint = '';
  let ended: string | undefined;
  let failure: NodeJS.ErrnoException | undefined;
  let killTimer: NodeJS.Timeout | undefined;

  const send = (name: NodeJS.Signals) => {
    try {
      if (interactive || child.pid === undefined) child.kill(name);
      else process.kill(-child.pid, name);
    } catch {
      // It has ended by itself.
    }
  };
  const end = (why: string) => {
    if (ended !== undefined) return;
    ended = why;
    send('SIGTERM');
    killTimer = setTimeout(() => send('SIGKILL'), graceMilliseconds);
  };
  const stop = () => end('was stopped');
  const timer = interactive
    ? undefined
    : setTimeout(
        () => end(`gave no answer in ${patience / 1000} s, and there is no terminal to ask`),
        patience,
      );
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();

  child.stdout?.on('data', (chunk: Buffer | string) => {
    const bytes = Buffer.from(chunk);
    outBytes += bytes.length;
    if (outBytes > mostOutputBytes) end('wrote more than 1 MiB, expected an ExecCredential');
    else out.push(bytes);
  });
  child.stderr?.on('data', (chunk: Buffer | string) => {
    // A person who is asked must see the question, as it comes.
    if (interactive) process.stderr.write(chunk);
    complaint = (complaint + String(chunk)).slice(0, mostComplaintBytes);
  });
  child.on('error', (error) => (failure = error));
  child.on('close', () => {
    clearTimeout(timer);
    clearTimeout(killTimer);
    signal.removeEventListener('abort', stop);
  });

  return {
    process: child,
    answer: () => Buffer.concat(out).toString('utf8'),
    problem() {
      const said = firstLine(complaint);
      if (failure !== undefined)
        return `cannot be started (${failure.code === 'ENOENT' ? 'there is no such program' : failure.code})`;
      if (ended !== undefined) return said === '' ? ended : `${ended}; it said: ${said}`;
      const {exitCode, signalCode} = child;
      if (exitCode === 0) return undefined;
      const how = signalCode === null ? `ended with exit code ${exitCode}` : `was ended by ${signalCode}`;
      return `${how}: ${said === '' ? 'it did not say why' : said}`;
    },
  };
}

/** Without what may be a token: words that are too long for a person to read. */
function firstLine(complaint: string): string {
  const line = complaint.split(/[\r\n]+/).find((one) => one.trim() !== '') ?? '';
  return line
    .replaceAll(/[\w+=.~-]{32,}/g, '[long word]')
    .replaceAll(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, 200)
    .replace(/[.\s]+$/, '');
}
