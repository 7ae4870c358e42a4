type JsonRecord = Readonly<Record<string, unknown>>;

/** What `managedFields` are derived from. */
export interface ManagedObject {
  readonly manifest: {readonly outlined?: boolean};
  readonly apiVersion: string;
  readonly object: JsonRecord;
}

/**
 * `metadata.managedFields` as server-side bookkeeping leaves it: an entry for each manager of a part of the object
 * (`spec`, `status`, `data`), with the tree of that part's field names. The first manages labels and annotations too.
 */
export function deriveManagedFields(
  managers: Readonly<Record<string, string>>,
  {manifest, apiVersion, object}: ManagedObject,
): unknown {
  return Object.entries(managers).map(([manager, part], index) => ({
    manager,
    operation: 'Update',
    apiVersion,
    time: `\${time ${200 + index}}`,
    fieldsType: 'FieldsV1',
    fieldsV1: fieldTree({
      ...(index === 0 ? {metadata: object['metadata']} : {}),
      [part]: manifest.outlined === true ? outline(object[part] as JsonRecord) : object[part],
    }),
    ...(part === 'status' ? {subresource: part} : {}),
  }));
}

/** The names and types of a part's items: all of their fields would double a pod's size. */
function outline(part: JsonRecord): JsonRecord {
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      Array.isArray(value)
        ? value.map(({name, type}: {name?: string; type?: string}) => ({
            ...(name && {name}),
            ...(type && {type}),
          }))
        : value,
    ]),
  );
}

function fieldTree(value: unknown): unknown {
  if (Array.isArray(value)) {
    const entries = value.flatMap((item: unknown) => {
      const key = typeof item === 'object' && item !== null ? keyOf(item as JsonRecord) : undefined;
      return key === undefined ? [] : [[`k:${key}`, fieldTree(item)] as const];
    });
    return entries.length === 0 ? {} : {'.': {}, ...Object.fromEntries(entries)};
  }
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [`f:${key}`, fieldTree(member)]));
}

function keyOf(item: JsonRecord): string | undefined {
  const key = ['name', 'type', 'uid', 'ip', 'containerPort'].find((candidate) => candidate in item);
  return key === undefined ? undefined : JSON.stringify({[key]: item[key]});
}
