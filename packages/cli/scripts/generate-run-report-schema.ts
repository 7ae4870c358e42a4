import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {runReportSchema} from '../src/report/run-report-schema.ts';

const file = join(import.meta.dirname, '../../../docs/run-report.schema.json');
const text = `${JSON.stringify(runReportSchema, null, 2)}\n`;

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(
      'docs/run-report.schema.json differs from its source: run node packages/cli/scripts/generate-run-report-schema.ts.\n',
    );
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, text);
}
