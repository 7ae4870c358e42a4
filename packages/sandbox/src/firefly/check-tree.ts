import {expectKeys, isJsonObject} from './read-document.ts';
import {Refusal} from '../loopback/refusal.ts';

const rootKeys = {required: ['uid', 'kind', 'object', 'children']};
const keys = {required: [...rootKeys.required, 'name']};

/** Kinds that may stand alone as a tree: every other root has children. */
const lonelyRoots: ReadonlySet<unknown> = new Set(['Ingress', 'Provisioner']);

/** Throws a `Refusal` unless `tree` is `{uid, kind, object, children: [...]}`, with a `name` in every node below it. */
export function checkTree(tree: unknown, what: string): void {
  checkNode(tree, what, rootKeys);
  const {kind, children} = tree as {kind: unknown; children: readonly unknown[]};
  if (children.length === 0 && !lonelyRoots.has(kind)) {
    throw new Refusal(
      400,
      `${what} is a root without children, which only an Ingress or a Provisioner may be.`,
    );
  }
}

function checkNode(node: unknown, what: string, expected = keys): void {
  if (!isJsonObject(node)) throw new Refusal(400, `${what} is not a JSON object.`);
  expectKeys(Object.keys(node), expected, what);
  const {uid, kind, object, children} = node;
  if (typeof uid !== 'string' || uid === '') throw new Refusal(400, `${what} has no uid.`);
  if (!isJsonObject(object) || !isJsonObject(object['metadata'])) {
    throw new Refusal(400, `${what} holds no Kubernetes object.`);
  }
  if (typeof kind !== 'string' || object['kind'] !== kind) {
    throw new Refusal(400, `${what} has another kind than its object.`);
  }
  if (object['metadata']['uid'] !== uid) throw new Refusal(400, `${what} has another uid than its object.`);
  if (expected === keys && node['name'] !== object['metadata']['name'])
    throw new Refusal(400, `${what} has another name than its object.`);
  if (!Array.isArray(children)) throw new Refusal(400, `${what} has no array of children.`);
  for (const [index, child] of children.entries()) checkNode(child, `${what}.children[${index}]`);
}
