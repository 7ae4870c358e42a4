import {createListSplitter} from '@firefly/k8s-source';

const type = {group: 'apps', version: 'v1', kind: 'Deployment', resource: 'deployments', namespaced: true};
const splitter = createListSplitter({type});
for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
  for (const {bytes} of splitter.push(chunk)) process.stdout.write(`${Buffer.from(bytes).toString()}\n`);
}
splitter.end();
