import {goJson} from '../go-json.ts';
import {inMetadataOrder} from '../object-metadata.ts';
import {groupVersion, type ResourceDefinition} from '../resource-definition.ts';
import {sortedKeys} from '../sorted-keys.ts';
import {expand} from './expand.ts';
import {deriveManagedFields} from './derive-managed-fields.ts';
import type {Manifest, ManifestParameters} from './manifests.ts';
import {fillerMark, ObjectTemplate} from './object-template.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** What the templates of one manifest are made with. */
export interface TemplateOptions {
  readonly definition: ResourceDefinition;
  /** The owner's definition, where objects have one. */
  readonly owner: ResourceDefinition | undefined;
  readonly fragments: ManifestParameters;
  readonly parameters: ManifestParameters;
  /** Exact size of each object; objects that cannot be so small keep the least size that they can have. */
  readonly bytes: number | undefined;
}

/** One template for each variant of a manifest. */
export function buildTemplates(manifest: Manifest, options: TemplateOptions): readonly ObjectTemplate[] {
  const {definition, bytes} = options;
  const finish = (value: unknown) => (definition.custom ? sortedKeys(value) : value);
  return (manifest.variants ?? [{}]).map((variant) => {
    const value = buildObject(manifest, options, variant);
    if (bytes === undefined || manifest.sizable === false) return new ObjectTemplate(finish(value));
    const filler = {'sandbox.firefly.ai/filler': fillerMark};
    for (const without of reductions) {
      const sized = new ObjectTemplate(finish(reduced(value, without, filler)), bytes);
      if (sized.usualBytes <= bytes) return sized;
    }
    return new ObjectTemplate(finish(reduced(value, reductions.at(-1) ?? [], {})));
  });
}

function buildObject(manifest: Manifest, options: TemplateOptions, variant: ManifestParameters): JsonRecord {
  const {definition, owner, fragments, parameters} = options;
  const all: ManifestParameters = {...fragments, ...manifest.with, ...parameters, ...variant};
  const lookup = (name: string) => all[name];
  const {metadata, ...rest} = expand(manifest.object, lookup) as {readonly metadata?: JsonRecord};
  const {applied, managers} = manifest;
  const {labels, annotations} = {annotations: undefined, labels: undefined, ...metadata};
  const both = {
    ...(labels === undefined ? {} : {labels}),
    ...(annotations === undefined && applied === undefined
      ? {}
      : {
          annotations: {
            ...(annotations as JsonRecord | undefined),
            ...(applied === undefined ? {} : lastApplied(expand(applied, lookup))),
          },
        }),
  };
  const apiVersion = groupVersion(definition.group, definition.versions[0] ?? '');
  return {
    ...(definition.custom ? {apiVersion, kind: definition.kind} : {}),
    metadata: inMetadataOrder({
      name: '${name}',
      ...(definition.namespaced ? {namespace: '${namespace}'} : {}),
      uid: '${uid}',
      resourceVersion: '${resourceVersion}',
      creationTimestamp: '${created}',
      ...metadata,
      ...both,
      ...(owner === undefined ? {} : {ownerReferences: [ownerReference(owner)]}),
      ...(managers === undefined
        ? {}
        : {
            managedFields: deriveManagedFields(managers, {
              manifest,
              apiVersion,
              object: {...rest, metadata: both},
            }),
          }),
    }),
    ...rest,
  };
}

/** The annotation that `kubectl apply` leaves: the whole manifest once more, as a string. */
function lastApplied(manifest: unknown): Readonly<Record<string, string>> {
  return {'kubectl.kubernetes.io/last-applied-configuration': `${goJson(manifest)}\n`};
}

function ownerReference({group, versions, kind}: ResourceDefinition) {
  return {
    apiVersion: groupVersion(group, versions[0] ?? ''),
    kind,
    name: '${owner.name}',
    uid: '${owner.uid}',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** What objects lose, step by step, when a forced size is too small for all of them: never who they are. */
const reductions: readonly (readonly string[])[] = [
  [],
  ['managedFields'],
  ['managedFields', 'annotations'],
  ['managedFields', 'annotations', 'status'],
  ['managedFields', 'annotations', 'status', 'spec', 'data', 'template', 'rules', 'webhooks', 'subsets'],
];

function reduced(value: JsonRecord, without: readonly string[], added: Readonly<Record<string, string>>) {
  const keep = (record: JsonRecord) =>
    Object.fromEntries(Object.entries(record).filter(([key]) => !without.includes(key)));
  const {metadata, ...rest} = value as {readonly metadata: JsonRecord};
  const kept = keep(metadata);
  const annotations = {...(kept['annotations'] as JsonRecord | undefined), ...added};
  const {apiVersion, kind, ...others} = rest as JsonRecord;
  const head = apiVersion === undefined ? {} : {apiVersion, kind};
  const some = Object.keys(annotations).length > 0 ? {annotations} : {};
  return {...head, metadata: inMetadataOrder({...kept, ...some}), ...keep(others)};
}
