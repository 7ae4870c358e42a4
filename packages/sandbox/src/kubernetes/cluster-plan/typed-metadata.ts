import {goJson} from '../go-json.ts';
import {managedFields} from './managed-fields.ts';
import type {SlotText, TemplateSlots} from './object-template.ts';

/** The controller in `ownerReferences`. */
export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: SlotText;
  readonly uid: SlotText;
}

/** What an object has in `metadata` beside the slots of every object. */
export interface MetadataOptions {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly owner?: Owner;
  /** Beginning of a generated name. */
  readonly generateName?: string;
  readonly generation?: number;
  readonly finalizers?: readonly string[];
  /** Default true. */
  readonly namespaced?: boolean;
  /** Who manages what of the rest of the object, for `managedFields`. */
  readonly managers?: readonly {
    readonly manager: string;
    readonly apiVersion: string;
    readonly fields: unknown;
    readonly subresource?: string;
  }[];
}

/** `metadata` in the order of Go's ObjectMeta, with the slots that every object has. */
export function typedMetadata(
  at: TemplateSlots,
  options: MetadataOptions = {},
): Readonly<Record<string, unknown>> {
  const {
    labels,
    annotations,
    owner,
    generateName,
    generation,
    finalizers,
    namespaced = true,
    managers,
  } = options;
  const meta = {...(labels && {labels}), ...(annotations && {annotations})};
  return {
    name: at.name,
    ...(generateName === undefined ? {} : {generateName}),
    ...(namespaced ? {namespace: at.namespace} : {}),
    uid: at.uid,
    resourceVersion: at.resourceVersion,
    ...(generation === undefined ? {} : {generation}),
    creationTimestamp: at.created,
    ...meta,
    ...(owner === undefined
      ? {}
      : {
          ownerReferences: [
            {
              apiVersion: owner.apiVersion,
              kind: owner.kind,
              name: at.text(owner.name),
              uid: at.text(owner.uid),
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        }),
    ...(finalizers === undefined ? {} : {finalizers}),
    ...(managers === undefined
      ? {}
      : {
          managedFields: managedFields(
            ...managers.map((manager, index) => ({
              ...manager,
              time: at.text((position) => position.time(200 + index)),
              fields: index === 0 ? {metadata: meta, ...(manager.fields as object)} : manager.fields,
            })),
          ),
        }),
  };
}

/** The annotation that `kubectl apply` leaves: the whole manifest once more, as a string. */
export function lastApplied(manifest: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return {'kubectl.kubernetes.io/last-applied-configuration': `${goJson(manifest)}\n`};
}
