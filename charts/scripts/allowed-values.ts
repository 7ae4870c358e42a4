import type {SchemaNode, ValuesSchema} from './values-schema.ts';

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
  return [node.type ?? 'string']
    .flat()
    .map((type) => allowedType(node, type))
    .join(', ');
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
