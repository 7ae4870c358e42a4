import {messageOf} from '@firefly/core';

import type {StopSignal} from './commands/command-context.ts';
import {exitCode} from './exit-code.ts';
import {main} from './main.ts';

const signals: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];

// A reader that went away is told to whoever writes; the event alone would end the process with a stack trace.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
process.on('uncaughtException', (error) => {
  process.stderr.write(`firefly-collector: ${messageOf(error)}\n`);
  process.exit(exitCode.failed);
});

const code = await main(process.argv.slice(2), {
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
});
// Some systems write to pipes in the background.
await new Promise((written) => process.stderr.write('', written));
// A connection that is kept alive must not keep the process.
process.exit(code);
