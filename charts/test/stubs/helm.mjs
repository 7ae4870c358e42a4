#!/usr/bin/env node
// A helm that records its calls in $STUB_CALLS, a JSON object a line, answers `get values` with $STUB_VALUES and fails
// where its first argument is $STUB_FAILURE.
import {appendFileSync, readFileSync} from 'node:fs';

const args = process.argv.slice(2);
const input = args.includes('-') ? readFileSync(0, 'utf8') : '';
appendFileSync(process.env.STUB_CALLS, `${JSON.stringify({args, input})}\n`);
if (args[0] === process.env.STUB_FAILURE) {
  process.stderr.write(`Error: the stub refuses to ${args[0]}\n`);
  process.exitCode = 1;
} else if (args[0] === 'get') {
  process.stdout.write(process.env.STUB_VALUES);
}
