import {visibleJson} from '@firefly/core';

/** The text if it takes at most so many bytes of a line of JSON, else its beginning and `…`; never half a character. */
export function cutText(text: string, bytes: number): string {
  const characters = Array.from(text);
  const size = (shown: string) => Buffer.byteLength(visibleJson(JSON.stringify(shown))) - 2;
  if (size(text) <= bytes) return text;
  let kept = Math.min(characters.length, bytes);
  const cut = () => `${characters.slice(0, kept).join('').trimEnd()}…`;
  while (kept > 0 && size(cut()) > bytes) kept = Math.min(kept - 1, Math.floor((kept * bytes) / size(cut())));
  return cut();
}
