import {createObjectForest, type ObjectForestOptions} from '../../src/forest/object-forest.ts';
import type {StreamItem} from '../../src/stream-item.ts';
import {rawObject, type StatedObject} from './object-text.ts';

export interface GrownTree {
  readonly byteLength: number;
  readonly description: ReturnType<StreamItem['describe']>;
  /** Undefined for a tree over the limit. */
  readonly text: string | undefined;
}

/** The trees that the forest makes of these objects, copied out as a page would copy them. */
export async function grow(
  objects: readonly StatedObject[],
  options: Partial<ObjectForestOptions> = {},
): Promise<GrownTree[]> {
  const limit = options.maxTreeBytes ?? 1_536_000;
  const forest = createObjectForest({maxTreeBytes: limit, ...options});
  try {
    for (const object of objects) await forest.add(rawObject(object));
    const grown: GrownTree[] = [];
    for await (const batch of forest.trees(new AbortController().signal)) {
      for (const item of batch) {
        const {byteLength} = item;
        const text = byteLength <= limit ? textOf(item) : undefined;
        grown.push({byteLength, description: item.describe(), text});
      }
    }
    return grown;
  } finally {
    await forest.close();
  }
}

/** Copied between other bytes, so that writing one byte too many or too few shows. */
function textOf(item: StreamItem): string {
  const page = Buffer.from(`<${' '.repeat(item.byteLength)}>`);
  item.copyTo(page, 1);
  const text = page.toString();
  if (!text.startsWith('<') || !text.endsWith('>')) throw new Error('A tree wrote outside its bytes.');
  return text.slice(1, -1);
}
