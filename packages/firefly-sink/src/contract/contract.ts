import type {ItemDescription, PageFormat, ResourceTypeRecord, RunReport, StreamName} from '@firefly/core';

/** What a refused item is called and how large its own JSON is, read from the page that held it. */
export interface RefusedItem {
  readonly description: ItemDescription;
  readonly bytes: number;
}

/** What tells the two contracts apart; everything else (login, gzip, retries, halving) is the session's. */
export interface Contract {
  readonly protocol: 'objects' | 'fetching';
  readonly streams: ReadonlySet<StreamName>;
  /** Whether pages are used once the LOCK came, or as they arrive. */
  readonly takesEffect: 'on-commit' | 'on-arrival';
  announce(resourceTypes: readonly ResourceTypeRecord[]): void;
  format(stream: StreamName): PageFormat;
  /** Where pages of this stream are posted. */
  pageUrl(stream: StreamName): URL;
  /** Headers of a page beside content type, encoding, token and user agent; the same on every retry. */
  pageHeaders(page: number): Readonly<Record<string, string>>;
  /** @param bytes One item as it stands in a page, wrapping included. */
  readItem(stream: StreamName, bytes: Uint8Array): RefusedItem;
  /** Every page was accepted. Rejects when Firefly cannot be told. */
  commit(report: RunReport): Promise<void>;
  /** The run ends without being complete, for this reason. Never throws. */
  abort(report: RunReport, reason: string | undefined): Promise<void>;
}
