import type {PageFormat} from '@firefly/core';

import type {Contract} from './contract.ts';
import {describeItem} from './describe-item.ts';

const encoder = new TextEncoder();
const pageFormat: PageFormat = {head: encoder.encode('{"objects":['), tail: encoder.encode(']}')};

/**
 * Contract `objects` (spec, "Contract objects"): each page is a POST of its own, and there is no session around them.
 *
 * @param base `{endpoint}/integrations/k8s/{clusterId}`.
 */
export function createObjectsContract(base: string, runId: string): Contract {
  const url = new URL(`${base}/objects`);
  return {
    protocol: 'objects',
    takesEffect: 'on-arrival',
    streams: new Set(['objects'] as const),
    announce() {},
    format: () => pageFormat,
    pageUrl: () => url,
    pageHeaders: (page) => ({'idempotency-key': `${runId}-${page}`}),
    readItem(_stream, bytes) {
      return {
        description: describeItem(JSON.parse(new TextDecoder().decode(bytes))),
        bytes: bytes.byteLength,
      };
    },
    async commit() {},
    async abort() {},
  };
}
