import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {errorReference} from '../src/errors/error-reference.ts';

const file = join(import.meta.dirname, '../../../docs/errors.md');
const text = errorReference();

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(
      'docs/errors.md differs from the table: run node packages/cli/scripts/generate-error-reference.ts.\n',
    );
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, text);
}
