import type {SplitItem} from './split.ts';

interface ParsedItem {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: unknown;
}

/** What a splitter for Pods must make of an item, said by JSON.parse: the slow, sure way. */
export function expectedItem(text: string): SplitItem {
  const parsed = JSON.parse(text) as ParsedItem;
  const missing = [
    ...(Object.hasOwn(parsed, 'apiVersion') ? [] : ['"apiVersion":"v1"']),
    ...(Object.hasOwn(parsed, 'kind') ? [] : ['"kind":"Pod"']),
  ];
  const isEmpty = Object.keys(parsed).length === 0;
  const complete =
    missing.length === 0
      ? text
      : `{${missing.join(',')}${isEmpty ? '' : ','}${text.slice(text.indexOf('{') + 1)}`;
  return {text: complete, byteLength: Buffer.byteLength(complete), ...expectedMetadata(parsed)};
}

/** What the scan of an item's metadata must come to. */
export function expectedMetadata(parsed: ParsedItem): Omit<SplitItem, 'text' | 'byteLength'> {
  const metadata = objectOf(parsed.metadata);
  return {
    name: stringOf(metadata['name']) ?? '',
    namespace: stringOf(metadata['namespace']),
    uid: stringOf(metadata['uid']),
    ownerReferences: Array.isArray(metadata['ownerReferences'])
      ? metadata['ownerReferences'].filter((owner) =>
          ['kind', 'name', 'uid'].every((key) => typeof objectOf(owner)[key] === 'string'),
        )
      : [],
  };
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
