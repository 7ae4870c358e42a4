import {objectText, type StatedObject} from './object-text.ts';

export interface NaiveTree {
  readonly root: StatedObject;
  readonly text: string;
  /** An object of it was left out somewhere, because it was its own ancestor there. */
  readonly cyclic: boolean;
}

/**
 * The forest as the specification words it, found by comparing every object with every other and by recursion:
 * slow, independent of the code under test, and only fit for a dozen objects.
 */
export function naiveForest(added: readonly StatedObject[]): NaiveTree[] {
  const objects = added.filter(
    (object, index) => !object.uid || added.findIndex((other) => other.uid === object.uid) === index,
  );
  const parentsOf = (child: StatedObject) =>
    objects.filter((parent) => parent !== child && isUnder(child, parent, objects));
  const childrenOf = (parent: StatedObject) => objects.filter((child) => parentsOf(child).includes(parent));

  const ancestorsOf = (object: StatedObject) => {
    const found = new Set<StatedObject>();
    const add = (next: StatedObject) => {
      for (const parent of parentsOf(next)) {
        if (found.has(parent)) continue;
        found.add(parent);
        add(parent);
      }
    };
    add(object);
    return [...found];
  };
  /** Nothing is above it but what is also below it, and of those it was added first. */
  const isRoot = (object: StatedObject) =>
    ancestorsOf(object).every(
      (ancestor) =>
        ancestorsOf(ancestor).includes(object) && objects.indexOf(ancestor) >= objects.indexOf(object),
    );

  const treeOf = (object: StatedObject, above: readonly StatedObject[]): NaiveTree => {
    const path = [...above, object];
    const all = childrenOf(object);
    const trees = all.filter((child) => !path.includes(child)).map((child) => treeOf(child, path));
    const children = trees.map(({text}) => text);
    const uid = JSON.stringify(object.uid ?? '');
    const name = above.length === 0 ? '' : `,"name":${JSON.stringify(object.name)}`;
    return {
      root: object,
      text: `{"uid":${uid},"kind":"${object.type.kind}","object":${objectText(object)}${name},"children":[${children.join(',')}]}`,
      cyclic: trees.length < all.length || trees.some(({cyclic}) => cyclic),
    };
  };
  return objects
    .filter(isRoot)
    .filter(
      (root) =>
        childrenOf(root).length > 0 || root.type.kind === 'Ingress' || root.type.kind === 'Provisioner',
    )
    .map((root) => treeOf(root, []));
}

function isUnder(child: StatedObject, parent: StatedObject, objects: readonly StatedObject[]): boolean {
  if (parent.uid && child.owners?.includes(parent.uid)) return true;
  const [childType, parentType] = [child, parent].map(({type}) => `${type.kind}.${type.group}`);
  if (childType === 'Endpoints.' && parentType === 'Service.') {
    return parent === objects.find((other) => sameName(other, child) && other.type === parent.type);
  }
  if (childType === 'PersistentVolume.' && parentType === 'PersistentVolumeClaim.') {
    return parent.uid !== undefined && child.name === `pvc-${parent.uid}`;
  }
  if (childType === 'PersistentVolumeClaim.' && parentType === 'StatefulSet.apps') {
    const matching = objects
      .filter((other) => other.type === parent.type && other.namespace === child.namespace)
      .filter((other) => claimsOf(other.name).test(child.name))
      .sort((one, other) => other.name.length - one.name.length);
    return matching[0] === parent;
  }
  return false;
}

function sameName(one: StatedObject, other: StatedObject): boolean {
  return one.name === other.name && one.namespace === other.namespace;
}

function claimsOf(statefulSet: string): RegExp {
  return new RegExp(`^.+-${statefulSet}-(0|[1-9][0-9]*)$`);
}
