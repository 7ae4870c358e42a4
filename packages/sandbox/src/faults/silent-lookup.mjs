// Loaded into the collector's process: look-ups of the API server's name are never answered, or not the first so many.
import dns from 'node:dns';
import {syncBuiltinESMExports} from 'node:module';

const {lookup} = dns;
let silent = Number(process.env['SILENT_LOOKUPS']);

dns.lookup = (name, ...rest) => {
  if (name !== 'kubernetes.default.svc') return lookup(name, ...rest);
  if (silent-- > 0) {
    // A resolver that waits keeps the process alive, as a pending look-up does.
    setTimeout(() => {}, 600_000);
    return {};
  }
  return lookup('127.0.0.1', ...rest);
};
syncBuiltinESMExports();
