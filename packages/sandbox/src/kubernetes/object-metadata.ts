import {goJson} from './go-json.ts';
import {topLevelValue} from './top-level-value.ts';

/** Keys in the order of Go's metav1.ObjectMeta: the order in which typed objects carry them. */
const order =
  'name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds labels annotations ownerReferences finalizers managedFields'.split(
    ' ',
  );
const managedFieldsOrder = 'manager operation apiVersion time fieldsType fieldsV1 subresource'.split(' ');

/** A `metadata` whose keys stand in the order of Go's ObjectMeta. */
export function inMetadataOrder(metadata: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return inOrder(metadata, order);
}

/** `metadata`, parsed; an object without one gives an empty record. */
export function objectMetadata(json: Buffer): Readonly<Record<string, unknown>> {
  const text = topLevelValue(json, 'metadata');
  return text === undefined ? {} : (JSON.parse(text.toString()) as Record<string, unknown>);
}

/** `{"kind":"PartialObjectMetadata",…}` of an object, keys in the order that the typed form has. */
export function partialObjectMetadata(json: Buffer): string {
  const metadata = inMetadataOrder(objectMetadata(json));
  const managedFields = metadata['managedFields'];
  if (Array.isArray(managedFields)) {
    metadata['managedFields'] = managedFields.map((entry: Readonly<Record<string, unknown>>) =>
      inOrder(entry, managedFieldsOrder),
    );
  }
  return goJson({kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata});
}

function inOrder(
  record: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => key in record).map((key) => [key, record[key]]));
}
