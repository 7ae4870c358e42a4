const reference = /^\$(\w+)(\?)?$/;

/**
 * A manifest's value with its references replaced and its repetitions written out; undefined when it is an optional
 * reference to nothing. What is null in `lookup` counts as nothing. Throws for a reference that must not be one.
 */
export function expand(value: unknown, lookup: (name: string) => unknown): unknown {
  if (typeof value === 'string') return follow(value, lookup);
  if (Array.isArray(value)) return value.flatMap((item: unknown) => items(item, lookup));
  if (typeof value !== 'object' || value === null) return value;
  if ('$text' in value) return items(value, lookup).join('');
  const members = Object.entries(value).map(([key, member]) => [key, expand(member, lookup)] as const);
  // A list of nothing but optional items that are absent is absent too.
  return Object.fromEntries(
    members.filter(([key, member]) => member !== undefined && !becameEmpty(value[key as never], member)),
  );
}

function follow(text: string, lookup: (name: string) => unknown): unknown {
  const [, name, optional] = reference.exec(text) ?? [];
  if (name === undefined) return text;
  const found = lookup(name) ?? undefined;
  if (found === undefined && optional === undefined) throw new Error(`No manifest defines $${name}.`);
  return expand(found, lookup);
}

function items(item: unknown, lookup: (name: string) => unknown): readonly unknown[] {
  if (typeof item !== 'object' || item === null || !('$times' in item)) {
    const only = expand(item, lookup);
    return only === undefined ? [] : [only];
  }
  const {$times, ...rest} = item;
  const text = JSON.stringify(expand('$text' in rest ? {value: rest.$text} : {value: rest}, lookup));
  return Array.from({length: Number(expand($times, lookup))}, (_, index) => {
    const written = text
      .replaceAll('${index}', String(index))
      .replaceAll('${ordinal}', String(index + 1).padStart(2, '0'));
    return (JSON.parse(written) as {value: unknown}).value;
  });
}

function becameEmpty(before: unknown, after: unknown): boolean {
  return Array.isArray(before) && before.length > 0 && Array.isArray(after) && after.length === 0;
}
