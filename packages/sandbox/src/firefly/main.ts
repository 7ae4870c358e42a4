import type {FireflyOptions} from './firefly-options.ts';
import {startFirefly} from './start-firefly.ts';

/**
 * The embedded Firefly as a process of its own. Its options are JSON, the first argument; one JSON line
 * `{url, port, accessKey, secretKey}` says when it listens, a second one on SIGTERM or SIGINT its summary; then it ends.
 */
const [options = '{}'] = process.argv.slice(2);
const firefly = await startFirefly(JSON.parse(options) as FireflyOptions);
const {url, port, accessKey, secretKey} = firefly;
process.stdout.write(`${JSON.stringify({url, port, accessKey, secretKey})}\n`);

async function finish(): Promise<void> {
  const summary = firefly.summary();
  await firefly.close();
  process.stdout.write(`${JSON.stringify(summary)}\n`);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void finish());
