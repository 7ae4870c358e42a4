import type {ClusterIdentity, DiscoveryFailure} from '@firefly/core';

import type {SelectionRules} from '../discovery/select-types.ts';

/**
 * The folder that a dry run writes (`createFolderWriter`) and a replay reads (`createReplaySource`).
 *
 * - `<type>.ndjson`, as kubectl names the type (`pods`, `deployments.apps`): one object a line, byte for byte.
 * - `helm-releases.ndjson`: one release a line, those of Argo CD's applications among them.
 * - `object-trees.ndjson`: one tree a line; a replay grows its own.
 * - `narrowed-by.json`: all that made the folder less than its cluster, `FolderNarrowing[]`. Written first.
 * - `resource-types.json`: all types that the cluster serves, as the wire carries them.
 * - `report.json`: the run's report. Written last: where it lacks beside the first, the run was ended in between.
 *
 * A replay also reads what kubectl writes: any `*.json` or `*.ndjson` with objects, or lists of them, of one kind or of
 * several, one behind the other. Whatever else lies in the folder is a row of the report.
 */
export const folderFiles = {
  helmReleases: 'helm-releases.ndjson',
  trees: 'object-trees.ndjson',
  narrowings: 'narrowed-by.json',
  resourceTypes: 'resource-types.json',
  report: 'report.json',
} as const;

/** Whether a file of this name holds objects, and how: one text a line, or any texts of JSON. */
export function contentOf(name: string): 'lines' | 'texts' | 'record' | 'unknown' {
  if (Object.values<string>(folderFiles).includes(name)) return 'record';
  if (/\.ndjson$/i.test(name)) return 'lines';
  return /\.json$/i.test(name) ? 'texts' : 'unknown';
}

/** Why a folder holds less than the cluster that it was read from: one row of its `narrowed-by.json`. */
export interface FolderNarrowing {
  /** These types alone. */
  readonly types?: readonly string[];
  /** So many objects of each type at most. */
  readonly limit?: number;
  /** By which rules types were chosen, where `types` does not say so. */
  readonly selection?: SelectionRules;
  /** No Helm releases. */
  readonly helmReleases?: false;
  /** These namespaces alone, beside what has none. */
  readonly watchNamespaces?: readonly string[];
  readonly ignoreNamespaces?: readonly string[];
  /** Namespaces with these labels alone. */
  readonly namespaceSelector?: string;
  /** Types of which labels or fields chose the objects. */
  readonly selectors?: readonly string[];
  /** How the run ended, where that was no success; `unfinished` where it did not come to say. */
  readonly result?: string;
}

/** What a replay asks of `report.json`. */
export interface RecordedReport {
  readonly cluster: ClusterIdentity;
  readonly result?: string;
  readonly readings: readonly {
    readonly name: string;
    readonly outcome: string;
    readonly message: string;
    readonly code: string;
    /** Some namespaces were listed one by one. */
    readonly isOfNamespaces: boolean;
  }[];
  readonly discoveryFailures: readonly DiscoveryFailure[];
  readonly oversized: readonly {
    readonly stream: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
    readonly bytes: number;
  }[];
}
