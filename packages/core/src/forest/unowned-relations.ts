import type {RawObject} from '../stream-item.ts';

/** Calls back with the number of the object that `child` belongs under, where that one was collected. */
export type RelationVisitor = (child: number, parent: number) => void;

/**
 * The three relations that Kubernetes keeps without owner references. Only names that one of them asks for are kept.
 */
export interface UnownedRelations {
  /** Looks at an object, the `number`-th of the forest, for a part that it plays. */
  add(number: number, object: RawObject): void;
  /** Each child with its parent; a child plays one part, so it comes up once at most. */
  resolve(visit: RelationVisitor): void;
}

/** Relations between no objects yet. */
export function createUnownedRelations(): UnownedRelations {
  return new NamedRelations();
}

interface NamedChild {
  readonly number: number;
  readonly namespace: string;
  readonly name: string;
}

/** `<template>-<statefulset>-<ordinal>`: the part before the ordinal, which the controller writes without zeros in front. */
const claimName = /^(.+)-(?:0|[1-9]\d*)$/;
const volumePrefix = 'pvc-';

/**
 * By namespace and name, the first one added where a re-created object was read twice. A space is in no name of
 * Kubernetes'.
 */
class NamedRelations implements UnownedRelations {
  readonly #services = new Map<string, number>();
  readonly #statefulSets = new Map<string, number>();
  readonly #claimsByUid = new Map<string, number>();
  readonly #endpoints: NamedChild[] = [];
  readonly #claims: NamedChild[] = [];
  readonly #volumes: {readonly number: number; readonly claimUid: string}[] = [];

  add(number: number, object: RawObject) {
    switch (`${object.type.group}/${object.type.kind}`) {
      case '/Service':
        setFirst(this.#services, keyOf(object.namespace ?? '', object.name), number);
        break;
      case 'apps/StatefulSet':
        setFirst(this.#statefulSets, keyOf(object.namespace ?? '', object.name), number);
        break;
      case '/Endpoints':
        this.#endpoints.push(namedChild(number, object));
        break;
      case '/PersistentVolumeClaim':
        if (object.uid !== undefined) setFirst(this.#claimsByUid, object.uid, number);
        if (claimName.test(object.name)) this.#claims.push(namedChild(number, object));
        break;
      case '/PersistentVolume':
        if (object.name.startsWith(volumePrefix)) {
          this.#volumes.push({number, claimUid: object.name.slice(volumePrefix.length)});
        }
        break;
      default:
    }
  }

  resolve(visit: RelationVisitor) {
    for (const {number, namespace, name} of this.#endpoints) {
      visitFound(number, this.#services.get(keyOf(namespace, name)), visit);
    }
    for (const {number, claimUid} of this.#volumes) {
      visitFound(number, this.#claimsByUid.get(claimUid), visit);
    }
    for (const {number, namespace, name} of this.#claims) {
      visitFound(number, this.#statefulSetOf(namespace, name), visit);
    }
  }

  /** A hyphen may stand in the template's name and in the set's: the longest name of a set wins. */
  #statefulSetOf(namespace: string, claim: string): number | undefined {
    const stem = claimName.exec(claim)?.[1] ?? '';
    for (let hyphen = stem.indexOf('-', 1); hyphen !== -1; hyphen = stem.indexOf('-', hyphen + 1)) {
      const found = this.#statefulSets.get(keyOf(namespace, stem.slice(hyphen + 1)));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function namedChild(number: number, object: RawObject): NamedChild {
  return {number, namespace: object.namespace ?? '', name: object.name};
}

function keyOf(namespace: string, name: string): string {
  return `${namespace} ${name}`;
}

function setFirst(map: Map<string, number>, key: string, number: number): void {
  if (!map.has(key)) map.set(key, number);
}

function visitFound(child: number, parent: number | undefined, visit: RelationVisitor): void {
  if (parent !== undefined) visit(child, parent);
}
