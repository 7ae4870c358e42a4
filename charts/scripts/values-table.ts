import {allowedValues} from './allowed-values.ts';
import type {DocumentedValue} from './documented-values.ts';
import {schemaNodeAt, type ValuesSchema} from './values-schema.ts';

/** README's reference of the values, in Markdown: a table a section, and one of what is accepted without effect. */
export function valuesTable(schema: ValuesSchema, values: readonly DocumentedValue[]): string {
  const parts: string[] = [];
  for (const section of new Set(values.map((value) => value.section))) {
    parts.push(`### ${section}`, '', ...header('Value', 'Default', 'Allowed', 'What it does'));
    for (const value of values) {
      if (value.section !== section) continue;
      const node = schemaNodeAt(schema, value.path);
      if (node === undefined) continue;
      const name = `\`${value.path.join('.')}\``;
      parts.push(row(name, code(value.default), allowedValues(schema, node), value.description));
    }
    parts.push('');
  }
  const documented = new Set(values.map((value) => value.path[0]));
  parts.push('### Accepted without effect', '', ...header('Value', 'Why'));
  for (const [name, node] of Object.entries(schema.properties ?? {})) {
    if (!documented.has(name)) parts.push(row(`\`${name}\``, node.description ?? ''));
  }
  return parts.join('\n');
}

function header(...titles: readonly string[]): readonly string[] {
  return [row(...titles), row(...titles.map(() => '---'))];
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}
