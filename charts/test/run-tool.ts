import {spawn} from 'node:child_process';

/** What a command printed, and the code that it exited with. */
export interface ToolResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunToolOptions {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command to its end. A code other than zero is a result, not an error. */
export function runTool(
  path: string,
  args: readonly string[],
  options: RunToolOptions = {},
): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, {env: options.env ?? process.env});
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({code, stdout, stderr}));
    child.stdin.on('error', () => {}); // It may exit without reading.
    child.stdin.end(options.input ?? '');
  });
}
