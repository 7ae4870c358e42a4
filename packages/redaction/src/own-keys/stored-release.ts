import type {Span} from '../edit.ts';
import {outlineJson} from '../readers/outline-json.ts';
import {Outline} from '../readers/outline.ts';
import {unpack} from '../readers/read-packed.ts';
import {decodeScalar, nodeStyle, type Scalar} from '../readers/scalar.ts';

/** Where the text of a stored release lies in its Secret or ConfigMap, and what it stands for. */
export interface StoredRelease extends Span {
  /** Undefined where it is larger than was allowed, or than it says, or damaged. */
  readonly payload: Buffer | undefined;
}

/** The release in the object that stores it, to at most `most` bytes; undefined where it is none. */
export function storedRelease(object: Buffer, most: number): StoredRelease | undefined {
  const text = releaseIn(object);
  if (text?.style !== nodeStyle.double) return undefined;
  const span = {start: text.start + 1, end: text.end - 1};
  let {bytes} = decodeScalar(object, text);
  // A Secret's `data` is base64 once more.
  for (let layers = 0; layers < 2 && bytes[0] !== 0x7b; layers++) {
    const unpacked = unpack(bytes.toString('latin1'), (size) => size <= most);
    if (unpacked === undefined) return undefined;
    if (unpacked.bytes === undefined) return {...span, payload: undefined};
    ({bytes} = unpacked);
  }
  return {...span, payload: bytes.length > most ? undefined : bytes};
}

function releaseIn(object: Buffer): Scalar | undefined {
  const outline = new Outline(object, undefined, true);
  outlineJson(outline);
  const data = outline.count === 0 ? undefined : outline.child(0, 'data');
  const node = data === undefined ? undefined : outline.child(data, 'release');
  const scalar = node === undefined ? undefined : outline.scalar(node);
  outline.release();
  return scalar;
}
