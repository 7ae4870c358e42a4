// The least that a sink is: each page, a JSON array of objects, is the body of one POST.
import type {Sink} from '@firefly/core';

export function createPostSink(address: string): Sink {
  return {
    async open({runId, signal}) {
      signal.throwIfAborted();
      const post = async (path: string, body: string | Buffer<ArrayBuffer>, signal: AbortSignal) => {
        const {ok, status} = await fetch(`${address}/${runId}/${path}`, {method: 'POST', body, signal});
        if (!ok) throw new Error(`${address} answered ${status}.`);
      };
      return {
        kind: 'ready',
        session: {
          protocol: 'post',
          streams: new Set(['objects'] as const),
          limits: {
            pageBytes: 1_000_000,
            itemBytes: 10_000_000,
            pagesInFlight: {objects: 4, helmReleases: 1, k8sTrees: 1},
          },
          format: () => ({head: Buffer.from('['), tail: Buffer.from(']')}),
          announce() {},
          async write(page) {
            const sentBytes = page.body.byteLength;
            await post('pages', Buffer.from(page.body), signal);
            page.release();
            return {requests: 1, sentBytes, retries: 0, oversized: []};
          },
          // Not the run's signal: the last word is worth a moment after a stop.
          commit: (report) => post('commit', JSON.stringify(report), AbortSignal.timeout(3000)),
          abort: (report) =>
            post('abort', JSON.stringify(report), AbortSignal.timeout(3000)).catch(() => undefined),
        },
      };
    },
  };
}
