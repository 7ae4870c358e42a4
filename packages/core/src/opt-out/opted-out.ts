import {asBuffer} from '../as-buffer.ts';
import type {RawObject} from '../stream-item.ts';

/** The label or annotation by which the owners of a namespace or an object say that it is not to leave the cluster. */
const mark = 'firefly.ai/collect';

interface Marked {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, unknown>> | null;
    readonly annotations?: Readonly<Record<string, unknown>> | null;
  } | null;
}

/** Whether an object has the label or the annotation `firefly.ai/collect: "false"`. Parsed only where the name is in it. */
export function isOptedOut(object: RawObject): boolean {
  if (!asBuffer(object.bytes).includes('firefly.ai')) return false;
  const {metadata} = object.parse<Marked>();
  return [metadata?.labels, metadata?.annotations].some(
    (texts) => String(texts?.[mark]).trim().toLowerCase() === 'false',
  );
}
