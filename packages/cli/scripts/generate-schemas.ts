import {writeGenerated} from '../../../scripts/write-generated.ts';
import {logLineSchema} from '../src/logging/log-line-schema.ts';
import {runReportSchema} from '../src/report/run-report-schema.ts';

const schemas = {'run-report.schema.json': runReportSchema, 'log-line.schema.json': logLineSchema};

for (const [name, schema] of Object.entries(schemas))
  writeGenerated(`docs/${name}`, `${JSON.stringify(schema, null, 2)}\n`);
