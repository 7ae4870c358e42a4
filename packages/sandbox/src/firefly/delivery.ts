import {hash} from 'node:crypto';
import type {StreamName} from '@firefly/core';

/** A page that was not accepted, as far as its body was read. */
export interface FailedPage {
  readonly stream: StreamName;
  /** `Content-Length`; undefined when the body was chunked. */
  readonly length: number | undefined;
  readonly received: Buffer;
  /** Whether `received` is the whole body. */
  readonly isComplete: boolean;
}

/**
 * What one run still owes: pages that failed and did not come again, and items of pages that were too large and did
 * not come in smaller ones. Bodies are told apart by their bytes as sent, which a retry must not change. Of a page that
 * was cut off, only the length and the beginning are known: whatever page fits those settles it.
 */
export interface Delivery {
  /** Pages that failed and were not accepted later. */
  readonly failedPages: number;
  /** Items of pages answered 413 that were neither accepted later nor refused alone. */
  readonly missingItems: number;
  failed(page: FailedPage): void;
  tooLarge(page: FailedPage, items: readonly Buffer[]): void;
  accepted(stream: StreamName, wire: Buffer, items: () => readonly Buffer[]): void;
  /** False when the uid was delivered before. */
  addUid(uid: string): boolean;
}

export function createDelivery(): Delivery {
  const failures = new Set<FailedPage>();
  const missing = new Set<string>();
  const acceptedBodies = new Set<string>();
  const uids = new Set<string>();

  /** All that this page may have been: it may have failed more than once. */
  function settle(stream: StreamName, wire: Buffer): void {
    for (const failure of failures) {
      const {length = wire.length, received} = failure;
      const isSame = failure.stream === stream && length === wire.length;
      if (isSame && wire.subarray(0, received.length).equals(received)) failures.delete(failure);
    }
  }

  return {
    get failedPages() {
      return failures.size;
    },
    get missingItems() {
      return missing.size;
    },
    failed(page) {
      // A client that gave up may have delivered the page again before its hanging up was noticed here.
      if (page.isComplete && acceptedBodies.has(digest(page.received))) return;
      failures.add(page);
    },
    tooLarge({stream, received}, items) {
      settle(stream, received);
      if (items.length === 1) missing.delete(digest(items[0] ?? received));
      else for (const item of items) missing.add(digest(item));
    },
    accepted(stream, wire, items) {
      acceptedBodies.add(digest(wire));
      settle(stream, wire);
      if (missing.size > 0) for (const item of items()) missing.delete(digest(item));
    },
    addUid(uid) {
      if (uids.has(uid)) return false;
      uids.add(uid);
      return true;
    },
  };
}

function digest(bytes: Buffer): string {
  return hash('sha256', bytes, 'base64');
}
