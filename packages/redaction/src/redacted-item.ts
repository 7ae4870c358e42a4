import {isRawObject, type StreamItem} from '@firefly/core';

import {type Edit, editedLength, writeEdited} from './edit.ts';
import {RedactedObject} from './redacted-object.ts';

/** The item with these edits made: an object, or an item of another stream, which is copied when it is written out. */
export function redactedItem(item: StreamItem, bytes: Buffer, edits: readonly Edit[]): StreamItem {
  if (isRawObject(item)) return new RedactedObject(item, bytes, edits);
  return {
    stream: item.stream,
    byteLength: editedLength(bytes, edits),
    copyTo: (target, offset) => writeEdited(bytes, edits, target, offset),
    describe: () => item.describe(),
  };
}
