import type {Span} from '../edit.ts';
import {memberOf} from '../readers/json-text.ts';
import {unpack} from '../readers/read-packed.ts';
import {decodeScalar, nodeStyle} from '../readers/scalar.ts';

/** Where the text of a stored release lies in its Secret or ConfigMap, and what it stands for. */
export interface StoredRelease extends Span {
  /** Undefined where it is larger than was allowed. */
  readonly payload: Buffer | undefined;
}

/** The release in the object that stores it, to at most `most` bytes; undefined where it is none, or damaged. */
export function storedRelease(object: Buffer, most: number): StoredRelease | undefined {
  const data = memberOf(object, object.indexOf(0x7b), 'data');
  if (data === undefined || object[data.start] !== 0x7b) return undefined;
  const at = memberOf(object, data.start, 'release');
  if (at === undefined || object[at.start] !== 0x22) return undefined;
  const span = {start: at.start + 1, end: at.end - 1};
  let {bytes} = decodeScalar(object, {...at, style: nodeStyle.double});
  // A Secret's `data` is base64 once more.
  for (let layers = 0; layers < 2 && bytes[0] !== 0x7b; layers++) {
    const unpacked = unpack(bytes.toString('latin1'), () => most);
    if (unpacked?.isLarge === true) return {...span, payload: undefined};
    if (unpacked?.bytes === undefined) return undefined;
    ({bytes} = unpacked);
  }
  return bytes.length > most ? {...span, payload: undefined} : {...span, payload: bytes};
}
