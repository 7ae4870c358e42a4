import {setTimeout as wait} from 'node:timers/promises';

import type {ControlPlane} from '../control-plane/control-plane.ts';
import {type Cluster, objectAt} from '../kubernetes/cluster.ts';
import {groupVersion, type ResourceDefinition} from '../kubernetes/resource-definition.ts';

interface NewObject {
  apiVersion?: string;
  kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    uid?: string;
    ownerReferences?: {uid: string}[];
    [key: string]: unknown;
  };
  spec?: Record<string, unknown>;
}

const atOnce = 10;
/** What the API server sets itself, and refuses or ignores from others. */
const serverFields = ['uid', 'resourceVersion', 'creationTimestamp', 'generation', 'managedFields'];
/** What others need, or own; the rest comes after them, custom resources last: their definitions take a moment. */
const firstResources = [
  'namespaces',
  'customresourcedefinitions',
  'priorityclasses',
  'deployments',
  'statefulsets',
  'daemonsets',
  'cronjobs',
  'replicasets',
  'jobs',
];
/** What an API server without controllers does not take as the embedded one has it. */
const amendments: Readonly<Record<string, (spec: Record<string, unknown>) => Record<string, unknown>>> = {
  pods: (spec) => ({serviceAccountName: 'default', ...spec}),
  services: (spec) => ({...spec, type: 'ClusterIP', clusterIP: 'None', clusterIPs: undefined}),
  jobs: (spec) => ({...spec, selector: undefined}),
  flowschemas: (spec) => ({...spec, rules: undefined}),
};

/**
 * Creates the objects of an embedded cluster in a real API server, owners before what they own; some 500 a second. Its
 * API services are left out: nobody answers for them there, and discovery would say so.
 *
 * @throws Error for an object that the API server does not take.
 */
export async function fillControlPlane(plane: ControlPlane, cluster: Cluster): Promise<void> {
  /** UIDs that the API server gave, by those of the embedded cluster. */
  const uids = new Map<string, string>();
  const resources = cluster.resources.filter(({resource}) => resource !== 'apiservices');
  for (const definition of resources.sort((a, b) => rank(a) - rank(b))) {
    const [version = ''] = definition.versions;
    const table = cluster.read(definition);
    const indexes = Array.from({length: table?.length ?? 0}, (_, index) => index).values();
    const create = async () => {
      for (const index of indexes) {
        if (table === undefined) return;
        const object = JSON.parse(objectAt(table, index, version).toString('utf8')) as NewObject;
        await createObject(plane, definition, version, object, uids);
      }
    };
    await Promise.all(Array.from({length: atOnce}, create));
  }
}

async function createObject(
  plane: ControlPlane,
  definition: ResourceDefinition,
  version: string,
  object: NewObject,
  uids: Map<string, string>,
): Promise<void> {
  const {metadata} = object;
  const {name, namespace, uid} = metadata;
  for (const field of serverFields) delete metadata[field];
  metadata.ownerReferences = (metadata.ownerReferences ?? []).flatMap((owner) => {
    const known = uids.get(owner.uid);
    return known === undefined ? [] : [{...owner, uid: known}];
  });
  object.apiVersion ??= groupVersion(definition.group, version);
  object.kind ??= definition.kind;
  const amended = amendments[definition.resource];
  if (amended !== undefined) object.spec = amended(object.spec ?? {});

  const base = definition.group === '' ? '/api' : `/apis/${definition.group}`;
  const scope = namespace === undefined ? '' : `namespaces/${namespace}/`;
  const path = `${base}/${version}/${scope}${definition.resource}`;
  for (let attempt = 0; ; attempt++) {
    const {status, text} = await plane.request('admin', 'POST', path, object);
    if (status === 201) {
      const created = JSON.parse(text) as {metadata: {uid: string}};
      if (uid !== undefined) uids.set(uid, created.metadata.uid);
      return;
    }
    // The API server has some of its own: namespaces, priority classes, roles.
    if (status === 409) return;
    // A definition is served a moment after it was created.
    if (status !== 404 || attempt === 50)
      throw new Error(`POST ${path} of ${name} was answered ${status}: ${text.slice(0, 500)}`);
    await wait(200);
  }
}

function rank({resource, custom}: ResourceDefinition): number {
  if (custom) return firstResources.length + 1;
  const index = firstResources.indexOf(resource);
  return index === -1 ? firstResources.length : index;
}
