import {pipeline} from 'node:stream/promises';

import {api} from '../ky-connection.ts';

const types = {
  'api/v1/pods': {apiVersion: 'v1', kind: 'Pod'},
  'api/v1/configmaps': {apiVersion: 'v1', kind: 'ConfigMap'},
  'apis/apps/v1/deployments': {apiVersion: 'apps/v1', kind: 'Deployment'},
  'apis/example.com/v1/widgets': {apiVersion: 'example.com/v1', kind: 'Widget'},
};
async function* lines() {
  for (const [path, type] of Object.entries(types)) {
    const {items} = await api.get(path).json<{readonly items: readonly object[]}>();
    for (const item of items) yield `${JSON.stringify({...type, ...item})}\n`;
  }
}
await pipeline(lines, process.stdout);
