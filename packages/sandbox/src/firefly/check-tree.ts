import {expectKeys} from './expect-keys.ts';
import {isJsonObject} from './read-document.ts';
import {refuseUnless} from '../loopback/request-refusal.ts';

const rootKeys = {required: ['uid', 'kind', 'object', 'children']};
const keys = {required: [...rootKeys.required, 'name']};

/** Kinds that may stand alone as a tree: every other root has children. */
const lonelyRoots: ReadonlySet<unknown> = new Set(['Ingress', 'Provisioner']);

/** Throws a `RequestRefusal` unless `tree` is `{uid, kind, object, children: [...]}`, with a `name` in every node below it. */
export function checkTree(tree: unknown, what: string): void {
  checkNode(tree, what, rootKeys);
  const {kind, children} = tree as {kind: unknown; children: readonly unknown[]};
  const mayStand = children.length > 0 || lonelyRoots.has(kind);
  refuseUnless(
    mayStand,
    `${what} is a root without children, which only an Ingress or a Provisioner may be.`,
  );
}

function checkNode(node: unknown, what: string, expected = keys): void {
  refuseUnless(isJsonObject(node), `${what} is not a JSON object.`);
  expectKeys(Object.keys(node), expected, what);
  const {uid, kind, object, children, name} = node;
  refuseUnless(typeof uid === 'string' && uid !== '', `${what} has no uid.`);
  const metadata = isJsonObject(object) ? object['metadata'] : undefined;
  refuseUnless(isJsonObject(object) && isJsonObject(metadata), `${what} holds no Kubernetes object.`);
  refuseUnless(
    kind === object['kind'] && typeof kind === 'string',
    `${what} has another kind than its object.`,
  );
  refuseUnless(uid === metadata['uid'], `${what} has another uid than its object.`);
  const isNamed = expected !== keys || name === metadata['name'];
  refuseUnless(isNamed, `${what} has another name than its object.`);
  refuseUnless(Array.isArray(children), `${what} has no array of children.`);
  for (const [index, child] of children.entries()) checkNode(child, `${what}.children[${index}]`);
}
