import {walkJson} from '../readers/walk-json.ts';
import type {Frame} from './frame.ts';
import {pathOf} from './path-of.ts';

/** The path of the string or number in which an offset of a JSON document lies; empty where it lies in none. */
export function pathAt(source: Buffer, offset: number): string {
  const open: (Pick<Frame, 'key' | 'index'> & {readonly isList: boolean})[] = [];
  let found = '';
  function enter() {
    const parent = open.at(-1);
    if (parent?.isList === true) parent.index++;
    return parent;
  }
  walkJson(source, {
    open(key, _start, _at, isList) {
      enter();
      open.push({key, isList, index: -1});
    },
    close: () => void open.pop(),
    scalar(key, _member, start, end) {
      const index = enter()?.index ?? -1;
      if (offset < start || offset >= end) return;
      found = pathOf('', open, {depth: open.length - 1, key: key?.text, index});
    },
  });
  return found;
}
