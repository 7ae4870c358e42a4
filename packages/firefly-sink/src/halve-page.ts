/** The body of a page and where its items lie in it, wrapping included: `head item,item,… tail`. */
export interface PageLayout {
  readonly body: Uint8Array;
  readonly offsets: readonly number[];
  /** Length of what follows the last item. */
  readonly tailLength: number;
}

/** Two pages with the same head and tail and the items of one, in order; the first gets the odd one. Takes two items or more. */
export function halvePage(layout: PageLayout): readonly [PageLayout, PageLayout] {
  const {body, offsets, tailLength} = layout;
  const middle = Math.ceil(offsets.length / 2);
  const start = offsets[0] ?? 0;
  const cut = offsets[middle] ?? body.byteLength - tailLength;
  const head = body.subarray(0, start);
  const tail = body.subarray(body.byteLength - tailLength);
  // Without the comma before the item at `cut`.
  const first = Buffer.concat([head, body.subarray(start, cut - 1), tail]);
  const second = Buffer.concat([head, body.subarray(cut)]);
  return [
    {body: first, offsets: offsets.slice(0, middle), tailLength},
    {body: second, offsets: offsets.slice(middle).map((offset) => offset - cut + start), tailLength},
  ];
}

/** The bytes of the only item of a page. */
export function onlyItem(layout: PageLayout): Uint8Array {
  return layout.body.subarray(layout.offsets[0] ?? 0, layout.body.byteLength - layout.tailLength);
}
