import {messageOf, visibleText} from '@firefly/core';

import type {ProcessContext, StopSignal} from './commands/command-context.ts';
import {exitCode} from './exit-code.ts';
import {main} from './main.ts';

const signals: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];

// A reader that went away is told to whoever writes; the event alone would end the process with a stack trace.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
// Node.js prints its own warnings, such as of a setting that switches TLS verification off, as text into a log of JSON
// lines. Those that concern users are warnings of the settings.
process.removeAllListeners('warning');
process.on('uncaughtException', (error) => {
  process.stderr.write(`firefly-collector: ${visibleText(messageOf(error))}\n`);
  process.exit(exitCode.failed);
});

const context: ProcessContext = {
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  onSignal(listener) {
    for (const signal of signals) process.on(signal, listener);
    return () => {
      for (const signal of signals) process.removeListener(signal, listener);
    };
  },
  exit: (code) => process.exit(code),
};

/** A function, since the bundle's format knows no `await` outside of one. */
async function run(): Promise<void> {
  const code = await main(process.argv.slice(2), context);
  // Some systems write to pipes in the background; and a connection that is kept alive must not keep the process.
  process.stderr.write('', () => process.exit(code));
}

void run();
