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

/** What a value may be, in Markdown: the enum's members, the smallest number, the title of a shared definition. */
export function allowedValues(schema: ValuesSchema, node: SchemaNode): string {
  if (node.$ref !== undefined) {
    const definition = schema.definitions[node.$ref.replace('#/definitions/', '')];
    if (definition === undefined) throw new Error(`values.schema.json: ${node.$ref} is not defined.`);
    return definition.title ?? allowedValues(schema, definition);
  }
  if (node.title !== undefined) return node.title;
  if (node.enum !== undefined) return node.enum.map((member) => `\`${String(member)}\``).join(', ');
  if (node.items !== undefined) return `list of ${allowedValues(schema, node.items)}`;
  return [node.type ?? 'string'].flat().map((type) => allowedType(node, type)).join(', ');
}

function allowedType(node: SchemaNode, type: string): string {
  switch (type) {
    case 'boolean':
      return '`true`, `false`';
    case 'integer': {
      const {minimum, maximum} = node;
      if (minimum === undefined) return 'whole number';
      return maximum === undefined
        ? `whole number from ${minimum}`
        : `whole number from ${minimum} to ${maximum}`;
    }
    case 'null':
      return '`null`';
    case 'object':
      return 'map';
    case 'string':
      return 'text';
    default:
      throw new Error(`values.schema.json: the generator has no words for the type "${type}".`);
  }
}
