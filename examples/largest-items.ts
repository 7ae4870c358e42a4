// kubectl get --raw /api/v1/pods | node largest-items.ts: the ten largest items of a list, without parsing it.
import {createListSplitter} from '@firefly/k8s-source';

interface Item {
  readonly bytes: number;
  readonly name: string;
}

const type = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};
const splitter = createListSplitter({type, reuseBuffer: true});
let largest: readonly Item[] = [];
for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
  // An item is valid until the next push: what is kept of it is copied here.
  const items = splitter
    .push(chunk)
    .map(({byteLength, namespace = '', name}) => ({bytes: byteLength, name: `${namespace}/${name}`}));
  largest = [...largest, ...items].toSorted((one, other) => other.bytes - one.bytes).slice(0, 10);
}
// Throws when the list broke off: half of a list must not pass for the whole.
splitter.end();
splitter.close();
for (const {bytes, name} of largest) process.stdout.write(`${bytes}\t${name}\n`);
