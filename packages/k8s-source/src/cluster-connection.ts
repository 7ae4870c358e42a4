import type {ClusterAccess} from './access/cluster-access.ts';
import type {ApiServer} from './api/api-server.ts';
import {discover} from './discovery/discover.ts';
import type {Discovery} from './discovery/discovery-record.ts';
import type {DiscoveredResource} from './discovery/discovered-resource.ts';
import {indexTypes, type TypeIndex} from './discovery/index-types.ts';
import {UnknownTypeError} from './discovery/unknown-type-error.ts';
import {createSharedWork} from './shared-work.ts';

/** A way to a cluster, and the connections of it. */
export interface Connected {
  readonly access: ClusterAccess;
  readonly api: ApiServer;
}

/** What all lists of one source share: connections, credentials, and what discovery found. */
export interface ClusterConnection {
  /** Finds the way at the first need. */
  connect(signal: AbortSignal): Promise<Connected>;
  /** What the cluster serves, asked again once that is five minutes old. */
  discovery(signal: AbortSignal): Promise<Discovered>;
  /**
   * The type that a name means to `kubectl get`. A name that is not known is looked for anew: its definition may have
   * come since.
   *
   * @throws {UnknownTypeError} where the cluster has none.
   */
  type(name: string, signal: AbortSignal): Promise<DiscoveredResource>;
  /** Ends what is under way, and all connections. What is asked later connects anew. */
  close(): Promise<void>;
}

/** What discovery found, by name. */
export interface Discovered extends Discovery {
  readonly index: TypeIndex;
}

const freshMilliseconds = 5 * 60_000;

/** Contacts nobody before it is asked. */
export function createClusterConnection(
  open: (signal: AbortSignal) => Promise<Connected>,
): ClusterConnection {
  const connected = createSharedWork(open);
  let since = 0;
  const discovered = createSharedWork(async (signal): Promise<Discovered> => {
    const {api} = await connected.get(signal);
    since = performance.now();
    const found = await discover(api, signal);
    return {...found, index: indexTypes(found.resources)};
  });

  async function discovery(signal: AbortSignal): Promise<Discovered> {
    if (performance.now() - since > freshMilliseconds) discovered.forget();
    return discovered.get(signal);
  }

  return {
    connect: async (signal) => connected.get(signal),
    discovery,
    async type(name, signal) {
      const asked = performance.now();
      let found = await discovery(signal);
      if (found.index.find(name).length === 0 && since < asked) {
        discovered.forget();
        found = await discovery(signal);
      }
      const [type] = found.index.find(name);
      if (type !== undefined) return type;
      const unread = found.failures.map((failure) => failure.name);
      throw new UnknownTypeError(name, found.index.nearest(name), unread);
    },
    async close() {
      const made = connected.made;
      discovered.forget();
      connected.forget();
      try {
        await (await made)?.api.close();
      } catch {
        // It never connected.
      }
    },
  };
}
