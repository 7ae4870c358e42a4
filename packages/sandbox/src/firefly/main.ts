import {readFireflyArguments} from './read-firefly-arguments.ts';
import {startFirefly} from './start-firefly.ts';

/**
 * The embedded Firefly as a process of its own: one JSON line `{url, port, accessKey, secretKey}` when it listens, and
 * on SIGTERM or SIGINT its summary as a second one; then it ends.
 */
const firefly = await startFirefly(readFireflyArguments(process.argv.slice(2)));
const {url, port, accessKey, secretKey} = firefly;
process.stdout.write(`${JSON.stringify({url, port, accessKey, secretKey})}\n`);

async function finish(): Promise<void> {
  const summary = firefly.summary();
  await firefly.close();
  process.stdout.write(`${JSON.stringify(summary)}\n`);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void finish());
