import type {StreamName} from '@firefly/core';
import {checkObjectItem} from './check-item.ts';
import {checkResourceTypes} from './check-resource-types.ts';
import {checkTree} from './check-tree.ts';
import type {FireflySettings} from './firefly-options.ts';
import {expectKeys} from './expect-keys.ts';
import {isJsonObject, parseJson} from './read-document.ts';
import {refuseUnless} from '../loopback/request-refusal.ts';
import type {ByteRange} from './scan-object.ts';
import {type ItemShape, type ScannedItem, type ScannedPage, scanPage} from './scan-page.ts';

/** How one contract frames one stream. */
export interface PageShape {
  readonly stream: StreamName;
  /** The key whose array holds the items. */
  readonly arrayKey: string;
  readonly item: ItemShape;
  /** Every other key of the body. */
  readonly otherKeys: readonly string[];
}

/** The array of the contract `objects`. */
export const objectsShape: PageShape = {
  stream: 'objects',
  arrayKey: 'objects',
  item: 'object',
  otherKeys: [],
};

/** The arrays of the contract `fetching`. */
export const fetchingShapes: Readonly<Record<StreamName, PageShape>> = {
  objects: {stream: 'objects', arrayKey: 'k8sObjects', item: 'wrapped', otherKeys: ['fetchingId']},
  helmReleases: {
    stream: 'helmReleases',
    arrayKey: 'helmReleases',
    item: 'opaque',
    otherKeys: ['fetchingId', 'k8sTypes'],
  },
  k8sTrees: {stream: 'k8sTrees', arrayKey: 'k8sTrees', item: 'wrapped', otherKeys: ['fetchingId']},
};

/** Where what the page budget counts lies, which is also kept: the object without the contract's wrapper, or the item. */
export function itemRange(item: ScannedItem, {stream}: PageShape): ByteRange {
  return stream === 'objects' ? (item.object ?? item) : item;
}

/** The bytes of an item, without the contract's wrapper: a view into the body. */
export function itemBytes(bytes: Buffer, item: ScannedItem, shape: PageShape): Buffer {
  const {start, end} = itemRange(item, shape);
  return bytes.subarray(start, end);
}

/** Finds a page's items and throws a `RequestRefusal` unless the page is exactly what its contract asks for. */
export function readPage(bytes: Buffer, shape: PageShape, settings: FireflySettings): ScannedPage {
  const parsed = settings.validate === 'full' ? parseJson(bytes) : undefined;
  const page = scanPage(bytes, shape.arrayKey, shape.item);
  expectKeys(page.keys, {required: [...shape.otherKeys, shape.arrayKey]}, 'The body');
  refuseUnless(page.items.length > 0, `${shape.arrayKey} must be an array of at least one item.`);
  if (shape.stream === 'objects') {
    for (const [index, item] of page.items.entries()) {
      checkObjectItem(item, shape.item, `${shape.arrayKey}[${index}]`);
    }
  }
  if (isJsonObject(parsed)) checkParsed(parsed, shape);
  checkSizes(page.items, shape, settings);
  return page;
}

function checkParsed(parsed: Readonly<Record<string, unknown>>, {stream, arrayKey}: PageShape): void {
  const items = parsed[arrayKey] as readonly unknown[];
  switch (stream) {
    case 'objects':
      return;
    case 'k8sTrees':
      for (const [index, tree] of items.entries()) checkTree(tree, `${arrayKey}[${index}]`);
      return;
    case 'helmReleases':
      checkResourceTypes(parsed['k8sTypes']);
      for (const [index, release] of items.entries()) {
        const name = isJsonObject(release) ? release['name'] : undefined;
        const isNamed = typeof name === 'string' && name !== '';
        refuseUnless(isNamed, `${arrayKey}[${index}] is not a release: it has no name.`);
      }
  }
}

/** A page is closed once its items' JSON passes the budget, so without the last one they are within it. */
function checkSizes(items: readonly ScannedItem[], shape: PageShape, settings: FireflySettings): void {
  let total = 0;
  let last = 0;
  for (const [index, item] of items.entries()) {
    const {start, end} = itemRange(item, shape);
    last = end - start;
    total += last;
    refuseUnless(
      last <= settings.itemBytes || shape.stream === 'helmReleases',
      `${shape.arrayKey}[${index}] has ${last} bytes; one of more than ${settings.itemBytes} must not be sent.`,
    );
  }
  refuseUnless(
    total - last <= settings.pageBytes,
    `The page passed ${settings.pageBytes} bytes before its last item (${total - last} of ${total}): it should have been closed.`,
  );
}
