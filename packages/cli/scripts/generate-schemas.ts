import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {logLineSchema} from '../src/logging/log-line-schema.ts';
import {runReportSchema} from '../src/report/run-report-schema.ts';

const schemas = {'run-report.schema.json': runReportSchema, 'log-line.schema.json': logLineSchema};

for (const [name, schema] of Object.entries(schemas)) {
  const file = join(import.meta.dirname, '../../../docs', name);
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(
      `docs/${name} differs from its source: run node packages/cli/scripts/generate-schemas.ts.\n`,
    );
    process.exitCode = 1;
  }
}
