import {settingsSchema} from '../../packages/cli/src/settings/settings-schema.ts';
import type {DocumentedValue} from './documented-values.ts';
import {schemaNodeAt, type SchemaNode, type ValuesSchema} from './values-schema.ts';

/**
 * The schema with each value's comment as `description` and its value in values.yaml as `default`. A value that is a
 * setting of the collector, and that the schema does not know yet, gets the setting's constraints.
 *
 * @throws Error that names a value without a schema, or a schema's property that is neither in values.yaml nor
 * describes itself
 */
export function describeSchema(source: ValuesSchema, values: readonly DocumentedValue[]): ValuesSchema {
  const schema = structuredClone(source);
  const described = new Set<SchemaNode>();
  for (const value of values) {
    const node = schemaNodeAt(schema, value.path) ?? addSetting(schema, value);
    if (node === undefined) throw new Error(`values.schema.json does not know "${value.path.join('.')}".`);
    describe(node, value);
    described.add(node);
  }
  const demand = (node: SchemaNode, path: readonly string[]) => {
    for (const [key, child] of Object.entries(node.properties ?? {})) {
      if (described.has(child)) continue;
      if (child.properties !== undefined) demand(child, [...path, key]);
      else if (child.description === undefined || child.default !== undefined) {
        throw new Error(
          `values.schema.json has "${[...path, key].join('.')}", which values.yaml does not have.`,
        );
      }
    }
  };
  demand(schema, []);
  return schema;
}

function describe(node: SchemaNode, value: DocumentedValue) {
  // Markdown's back-ticks mean nothing in an editor's tooltip.
  node.description = value.description.replaceAll('`', '');
  node.default = value.default;
}

/** With `null` where values.yaml has it, for the collector's own default. */
function addSetting(schema: ValuesSchema, {path: [name = '', ...rest], ...value}: DocumentedValue) {
  const settings: Readonly<Record<string, SchemaNode>> = settingsSchema.properties;
  const setting = rest.length === 0 ? settings[name] : undefined;
  if (setting === undefined || schema.properties === undefined) return undefined;
  const {type = 'string', enum: words, pattern, minimum, maximum} = setting;
  const node: SchemaNode = {
    type: value.default === null ? [type, 'null'].flat() : type,
    ...(words === undefined ? {} : {enum: words}),
    ...(pattern === undefined ? {} : {pattern}),
    ...(minimum === undefined ? {} : {minimum}),
    ...(maximum === undefined ? {} : {maximum}),
  };
  schema.properties[name] = node;
  return node;
}
