import {type ApiGroup, groupsOf} from './api-group.ts';
import {builtInResources} from './built-in-resources.ts';
import {convertWritten, type ResourceTable} from './cluster.ts';
import type {EditableCluster, ObjectName, PlainObject, RawEntry} from './editable-cluster.ts';
import {goJson} from './go-json.ts';
import {definitionName, groupVersion, type ResourceDefinition} from './resource-definition.ts';
import {sortedKeys} from './sorted-keys.ts';
import {uuid} from './uuid.ts';

/** What a cluster of explicit objects serves beside them. */
export interface ExplicitClusterOptions {
  /** Custom resources, or anything else that a kube-apiserver does not serve by itself. */
  readonly types?: readonly ResourceDefinition[];
  /** Group versions whose backend is dead: `metrics.k8s.io/v1beta1`. */
  readonly unavailable?: readonly string[];
  /**
   * `all` (default): discovery lists every built-in resource, as a real server does. `used`: only namespaces and
   * those that the first objects need, for tests that want few requests.
   */
  readonly builtIns?: 'all' | 'used';
}

interface Entry {
  readonly key: string;
  readonly bytes: Buffer;
}

/**
 * A cluster that holds just these objects, `default`, `kube-system` and the namespaces that they lie in.
 * The order in which objects are given does not matter: they are kept as etcd would.
 */
export function clusterFromObjects(
  objects: readonly (PlainObject | RawEntry)[],
  options: ExplicitClusterOptions = {},
): EditableCluster {
  return new ExplicitCluster(objects, options);
}

class ExplicitCluster implements EditableCluster {
  readonly resources: readonly ResourceDefinition[];
  readonly groups: readonly ApiGroup[];
  resourceVersion = 1000;
  /** By resource: every state it ever had, oldest first. */
  readonly #histories = new Map<string, {readonly from: number; readonly entries: readonly Entry[]}[]>();

  constructor(objects: readonly (PlainObject | RawEntry)[], options: ExplicitClusterOptions) {
    const {types = []} = options;
    this.resources = [...builtInResources, ...types];
    for (const name of ['default', 'kube-system']) this.#putNamespace(name);
    for (const object of objects) this.put(object);
    if (options.builtIns === 'used') {
      this.resources = this.resources.filter(
        (definition) => types.includes(definition) || this.#histories.has(definitionName(definition)),
      );
    }
    this.groups = groupsOf(this.resources, options.unavailable);
  }

  advance() {
    return ++this.resourceVersion;
  }

  read(definition: ResourceDefinition, resourceVersion = this.resourceVersion): ResourceTable | undefined {
    if (resourceVersion > this.resourceVersion) return undefined;
    const history = this.#histories.get(definitionName(definition)) ?? [];
    const state = history.findLast(({from}) => from <= resourceVersion);
    return entryTable(definition, state?.entries ?? []);
  }

  put(object: PlainObject | RawEntry) {
    const resourceVersion = this.advance();
    const raw = isRaw(object);
    const definition = raw ? this.#resource(object.resource) : this.#kind(object.apiVersion, object.kind);
    const {namespace, name} = raw ? object : object.metadata;
    if (definition.namespaced !== (namespace !== undefined)) {
      throw new TypeError(
        `${definitionName(definition)} "${name}" ${definition.namespaced ? 'needs a' : 'cannot have a'} namespace.`,
      );
    }
    if (namespace !== undefined) this.#putNamespace(namespace);
    const json = raw ? object.json : storedJson(definition, object, resourceVersion);
    const key = namespace === undefined ? name : `${namespace}/${name}`;
    const others = this.#entries(definition).filter((entry) => entry.key !== key);
    this.#commit(
      definition,
      [...others, {key, bytes: Buffer.from(json)}].sort((one, other) => (one.key < other.key ? -1 : 1)),
    );
  }

  delete({resource, namespace, name}: ObjectName) {
    const definition = this.#resource(resource);
    const key = namespace === undefined ? name : `${namespace}/${name}`;
    const entries = this.#entries(definition);
    const rest = entries.filter((entry) => entry.key !== key);
    if (rest.length === entries.length) throw new Error(`There is no ${resource} "${key}" to delete.`);
    this.advance();
    this.#commit(definition, rest);
  }

  #putNamespace(name: string) {
    const namespaces = this.#resource('namespaces');
    if (this.#entries(namespaces).some((entry) => entry.key === name)) return;
    this.put({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {name, labels: {'kubernetes.io/metadata.name': name}},
      spec: {finalizers: ['kubernetes']},
      status: {phase: 'Active'},
    });
  }

  #entries(definition: ResourceDefinition): readonly Entry[] {
    return this.#histories.get(definitionName(definition))?.at(-1)?.entries ?? [];
  }

  #commit(definition: ResourceDefinition, entries: readonly Entry[]) {
    const name = definitionName(definition);
    const history = this.#histories.get(name) ?? [];
    history.push({from: this.resourceVersion, entries});
    this.#histories.set(name, history);
  }

  #resource(name: string): ResourceDefinition {
    const definition = this.resources.find((candidate) => definitionName(candidate) === name);
    if (definition === undefined)
      throw new Error(`The cluster knows no resource "${name}"; give it in "types".`);
    return definition;
  }

  #kind(apiVersion: string, kind: string): ResourceDefinition {
    const definition = this.resources.find(
      (candidate) =>
        candidate.kind === kind &&
        candidate.versions.some((version) => groupVersion(candidate.group, version) === apiVersion),
    );
    if (definition === undefined) {
      throw new Error(`The cluster knows no kind ${kind} of ${apiVersion}; give its definition in "types".`);
    }
    return definition;
  }
}

function entryTable(definition: ResourceDefinition, entries: readonly Entry[]): ResourceTable {
  const at = (index: number) => {
    const entry = entries[index];
    if (entry === undefined) throw new RangeError(`There is no object ${index} among ${entries.length}.`);
    return entry;
  };
  return {
    length: entries.length,
    // Another version's name may be longer than the stored one.
    largest: 64 + entries.reduce((largest, {bytes}) => Math.max(largest, bytes.length), 0),
    keyAt: (index) => at(index).key,
    write(index, version, target, offset) {
      const {bytes} = at(index);
      target.set(bytes, offset);
      return convertWritten(definition, version, {target, offset, end: offset + bytes.length});
    },
  };
}

function isRaw(object: PlainObject | RawEntry): object is RawEntry {
  return !('metadata' in object);
}

function storedJson(definition: ResourceDefinition, object: PlainObject, resourceVersion: number): string {
  const {apiVersion, kind, metadata, ...rest} = object;
  const {name, namespace, ...more} = metadata;
  const complete = {
    metadata: {
      name,
      ...(namespace === undefined ? {} : {namespace}),
      uid: uuid(`${definitionName(definition)}/${namespace ?? ''}/${name}`),
      resourceVersion: String(resourceVersion),
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...more,
    },
    ...rest,
  };
  return goJson(definition.custom ? sortedKeys({apiVersion, kind, ...complete}) : complete);
}
