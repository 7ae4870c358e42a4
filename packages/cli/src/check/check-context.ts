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
