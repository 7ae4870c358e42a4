/** `metadata.managedFields` as server-side bookkeeping leaves it for an object made by these managers. */
export interface Manager {
  readonly manager: string;
  readonly apiVersion: string;
  readonly time: string;
  /** The part of the object that it manages. */
  readonly fields: unknown;
  readonly subresource?: string;
}

/** One entry for each manager, with the tree of field names derived from the fields themselves. */
export function managedFields(...managers: readonly Manager[]): unknown {
  return managers.map(({manager, apiVersion, time, fields, subresource}) => ({
    manager,
    operation: 'Update',
    apiVersion,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: fieldTree(fields),
    ...(subresource === undefined ? {} : {subresource}),
  }));
}

function fieldTree(value: unknown): unknown {
  if (Array.isArray(value)) {
    const entries = value.filter(
      (item) => typeof item === 'object' && item !== null && keyOf(item) !== undefined,
    );
    if (entries.length === 0) return {};
    return {
      '.': {},
      ...Object.fromEntries(entries.map((item) => [`k:${keyOf(item) ?? ''}`, fieldTree(item)])),
    };
  }
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [`f:${key}`, fieldTree(member)]));
}

function keyOf(item: Readonly<Record<string, unknown>>): string | undefined {
  for (const key of ['name', 'type', 'uid', 'ip', 'containerPort']) {
    if (key in item) return JSON.stringify({[key]: item[key]});
  }
  return undefined;
}
