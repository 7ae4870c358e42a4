import type {RunObserver, RunProgress, RunReport} from '@firefly/core';
import type {SelectionReason, SourceProgress} from '@firefly/k8s-source';

import type {TerminalStream} from './commands/command-context.ts';
import type {Log} from './logging/log.ts';
import type {PreviewRequest} from './preview/preview-request.ts';
import type {Environment} from './settings/read-environment.ts';
import type {Settings} from './settings/settings.ts';

/** What one run is given. */
export interface CollectContext {
  readonly settings: Settings;
  /** Where access to the cluster and proxies are looked up. */
  readonly environment: Environment;
  readonly log: Log;
  /** Names the run. */
  readonly runId: string;
  readonly signal: AbortSignal;
  /** Standard output: where a dry run shows its document. */
  readonly output: TerminalStream;
  /** How a dry run's preview is to be shown. Default: what the settings say alone. */
  readonly preview?: PreviewRequest;
  /** Told once, at the start, where to look up how far the run has come. */
  started(progress: RunProgress): void;
  /** Told what happens while it happens, beside the log. */
  readonly observer?: RunObserver;
  /** Told of each page of a list. */
  readonly listed?: (progress: SourceProgress) => void;
  /** Told of each type that is not collected. */
  readonly leftOut?: ((type: string, reason: SelectionReason) => void) | undefined;
}

/**
 * Runs from source to sink. Rejects only with what was found before the run began; everything later is in the report.
 */
export type Collect = (context: CollectContext) => Promise<RunReport>;
