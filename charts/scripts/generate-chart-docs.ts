/**
 * Writes what follows from the chart's values.yaml: the table of values in README.md, and `description` and `default` in
 * values.schema.json, whose constraints are written by hand. With `--check` it writes nothing and exits 1 when a file is
 * not what it would write.
 */
import {readFileSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';

import {describeSchema} from './describe-schema.ts';
import {documentedValues} from './documented-values.ts';
import type {ValuesSchema} from './values-schema.ts';
import {valuesTable} from './values-table.ts';

const {values: options} = parseArgs({options: {check: {type: 'boolean', default: false}}});
const chart = new URL('../firefly-k8s-collector/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, chart), 'utf8');

const values = documentedValues(read('values.yaml'));
const schema = describeSchema(JSON.parse(read('values.schema.json')) as ValuesSchema, values);
const generated = {
  'values.schema.json': `${JSON.stringify(schema, undefined, 2)}\n`,
  'README.md': read('README.md').replace(
    /(?<=<!-- values:begin -->\n).*(?=<!-- values:end -->)/su,
    () => `\n${valuesTable(schema, values)}\n\n`,
  ),
};

const stale = Object.entries(generated).filter(([name, text]) => read(name) !== text);
for (const [name, text] of stale) {
  if (options.check)
    process.stderr.write(
      `${name} is not what values.yaml says: run node charts/scripts/generate-chart-docs.ts.\n`,
    );
  else writeFileSync(new URL(name, chart), text);
}
process.exitCode = options.check && stale.length > 0 ? 1 : 0;
