import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {settingsReference} from '../src/settings/settings-reference.ts';

const file = join(import.meta.dirname, '../../../docs/configuration.md');
const text = settingsReference();

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(
      'docs/configuration.md differs from the schema: run node packages/cli/scripts/generate-configuration-reference.ts.\n',
    );
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, text);
}
