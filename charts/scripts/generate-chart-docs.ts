/**
 * Writes what follows from the chart's values.yaml: the table of values in README.md, and `description` and `default` in
 * values.schema.json, whose constraints are written by hand. With `--check` it writes nothing and exits 1 when a file is
 * not what it would write.
 */
import {readFileSync} from 'node:fs';

import {writeGenerated} from '../../scripts/write-generated.ts';
import {describeSchema} from './describe-schema.ts';
import {documentedValues} from './documented-values.ts';
import type {ValuesSchema} from './values-schema.ts';
import {valuesTable} from './values-table.ts';

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

for (const [name, text] of Object.entries(generated))
  writeGenerated(`charts/firefly-k8s-collector/${name}`, text);
