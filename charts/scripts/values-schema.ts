/** A node of values.schema.json, as far as the chart's own schema uses JSON Schema. */
export interface SchemaNode {
  readonly $ref?: string;
  title?: string;
  description?: string;
  default?: unknown;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly additionalProperties?: boolean | SchemaNode;
  properties?: Record<string, SchemaNode>;
  readonly items?: SchemaNode;
}

/** The whole of values.schema.json. */
export interface ValuesSchema extends SchemaNode {
  readonly definitions: Readonly<Record<string, SchemaNode>>;
}

/** The node that a value's path leads to, its `$ref` not yet followed; undefined when the schema does not know it. */
export function schemaNodeAt(schema: ValuesSchema, path: readonly string[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = schema;
  for (const key of path) node = node?.properties?.[key];
  return node;
}
