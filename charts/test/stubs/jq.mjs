#!/usr/bin/env node
// The real jq, compiled to WebAssembly, for machines without one: `jq [flags] filter < input`.
import {readFileSync} from 'node:fs';

import {raw} from 'jq-wasm';

const args = process.argv.slice(2);
const filter = args.pop();
process.stdout.write(`${await raw(readFileSync(0, 'utf8'), filter, args)}\n`);
