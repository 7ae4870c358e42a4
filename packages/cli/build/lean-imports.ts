import {createRequire} from 'node:module';
import {dirname} from 'node:path';

import type {Plugin} from 'rolldown';

const undici = '\0undici';
const generated = "import { createConfiguration, ServerConfiguration, } from './gen/index.js';";

/**
 * Imports of two packages, narrowed to what this program uses of them; the start is 10 ms faster, and 10 MB smaller.
 * A build fails when something else of them is imported, or when they no longer look as they did.
 *
 * - `undici`: connections and requests, without its fetch, mocks, caches, WebSocket and EventSource.
 * - `@kubernetes/client-node`: the kubeconfig, without the models of every API and the client for them (`makeApiClient`,
 *   which nobody calls here, is what would need it).
 */
export function leanImports(): Plugin {
  return {
    name: 'lean-imports',
    async resolveId(id, importer) {
      if (id === 'undici') return undici;
      if (id !== '@kubernetes/client-node') return null;
      const index = await this.resolve(id, importer, {skipSelf: true});
      return index === null ? null : index.id.replace(/index\.js$/, 'config.js');
    },
    load: {
      filter: {id: new RegExp(`^${undici}$`)},
      handler: () => ({code: undiciModule(), moduleType: 'js'}),
    },
    transform: {
      filter: {id: /\/@kubernetes\/client-node\/dist\/config\.js$/},
      handler(code) {
        if (!code.includes(generated))
          throw new Error('client-node no longer imports what it generates in one line.');
        return code.replace(
          generated,
          'const createConfiguration = undefined, ServerConfiguration = undefined;',
        );
      },
    },
  };
}

function undiciModule(): string {
  const require = createRequire(new URL('../../http/package.json', import.meta.url));
  const library = `${dirname(require.resolve('undici/package.json'))}/lib`;
  return `
    import Dispatcher from '${library}/dispatcher/dispatcher.js';
    import methods from '${library}/api/index.js';
    import global from '${library}/global.js';
    Object.assign(Dispatcher.prototype, methods);
    export {default as Agent} from '${library}/dispatcher/agent.js';
    export {default as ProxyAgent} from '${library}/dispatcher/proxy-agent.js';
    export const {getGlobalDispatcher} = global;
  `;
}
