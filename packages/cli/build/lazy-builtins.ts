import {isBuiltin} from 'node:module';

import type {Plugin} from 'rolldown';

const prefix = '\0builtin:';

/**
 * Has the program load a module of Node.js when the first module that imports it runs: a bundle would load all of them at
 * its start, those of HTTP, TLS and DNS too, which `--version` and a typing slip need not.
 */
export function lazyBuiltins(): Plugin {
  return {
    name: 'lazy-builtins',
    resolveId: (id) => (isBuiltin(id) ? `${prefix}${id}` : null),
    load: {
      filter: {id: new RegExp(`^${prefix}`)},
      handler: (id) => ({
        code: `module.exports = process.getBuiltinModule(${JSON.stringify(id.slice(prefix.length))});`,
        moduleType: 'js',
      }),
    },
  };
}
