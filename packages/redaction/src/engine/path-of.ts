import type {Frame} from './frame.ts';

/** The place of a member or an element, in the object that is open at this depth. */
export interface FramePlace {
  readonly depth: number;
  readonly key: string | undefined;
  /** Of an element; -1 for the object itself. */
  readonly index: number;
}

/** A place as people write it, behind the place of the document: `data["app.yml"] › spring.users[0].password`. */
export function pathOf(
  document: string,
  frames: readonly Pick<Frame, 'key' | 'index'>[],
  {depth, key, index}: FramePlace,
): string {
  let path = document === '' ? '' : `${document} › `;
  for (let at = 1; at <= depth; at++) {
    const name = frames[at]?.key?.text;
    path += name === undefined ? `[${frames[at - 1]?.index ?? 0}]` : step(path, name);
  }
  if (key !== undefined) return path + step(path, key);
  return index >= 0 ? `${path}[${index}]` : path;
}

function step(path: string, key: string): string {
  if (!/^[\w$-]+$/.test(key)) return `["${key}"]`;
  return path === '' || path.endsWith('› ') ? key : `.${key}`;
}
