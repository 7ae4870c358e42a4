import type {ApiServer, NamespaceScope} from '@firefly/k8s-source';

import type {Environment} from '../settings/read-environment.ts';
import type {Settings} from '../settings/settings.ts';

/** What every check is given. */
export interface CheckContext {
  readonly settings: Settings;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** Milliseconds since the Unix epoch, by this machine's clock. */
  readonly now: () => number;
}

/** What questions about permissions need on top. */
export interface ClusterCheckContext extends CheckContext {
  readonly api: ApiServer;
  readonly scope: NamespaceScope;
  /** Whose rules have to grow, in words: `the ClusterRole of …`. */
  readonly role: string;
}
