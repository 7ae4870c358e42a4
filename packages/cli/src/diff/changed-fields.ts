import {isRecord, type Json} from './settled-value.ts';

/** One field that is not the same: absent where it was not there. */
export interface ChangedField {
  /** `spec.template.spec.containers[web].image`. */
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** Members that name an element of a list, as Kubernetes merges lists. */
const listKeys = ['name', 'type', 'uid', 'ip', 'containerPort', 'port', 'key'];

/** Where two values differ, as deep as that can be told. Elements of lists are matched by what names them, else by their place. */
export function changedFields(before: Json | undefined, after: Json | undefined, path = ''): ChangedField[] {
  if (before === undefined && after === undefined) return [];
  if (isRecord(before) && isRecord(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      changedFields(memberOf(before, key), memberOf(after, key), pathOfKey(path, key)),
    );
  if (Array.isArray(before) && Array.isArray(after)) return changedElements(before, after, path);
  if (before === after) return [];
  return [{path, ...(before === undefined ? {} : {before}), ...(after === undefined ? {} : {after})}];
}

/** A ConfigMap may have a key `constructor`. */
function memberOf(record: Readonly<Record<string, Json>>, key: string): Json | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function changedElements(before: readonly Json[], after: readonly Json[], path: string): ChangedField[] {
  const key = listKeys.find((name) => names(name, before) && names(name, after));
  const indexed = (list: readonly Json[]) =>
    new Map(list.map((value, index) => [key === undefined ? String(index) : nameOf(value, key), value]));
  const [old, young] = [indexed(before), indexed(after)];
  return [...new Set([...old.keys(), ...young.keys()])].flatMap((name) =>
    changedFields(old.get(name), young.get(name), `${path}[${name}]`),
  );
}

/** Whether each element has this member, and no two the same. */
function names(key: string, list: readonly Json[]): boolean {
  const found = new Set(list.map((value) => nameOf(value, key)));
  return found.size === list.length && !found.has('');
}

/** Empty where it is no text and no number. */
function nameOf(value: Json, key: string): string {
  const name = isRecord(value) ? value[key] : undefined;
  return typeof name === 'string' || typeof name === 'number' ? String(name) : '';
}

function pathOfKey(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
