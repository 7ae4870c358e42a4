import {showText} from '@firefly/core';
import stringWidth from 'string-width';

/** The text in lines of at most so many columns, broken at spaces, each behind the indent; long words stay whole. Without credentials. */
export function wrapText(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of showText(text)
    .split(/\s+/)
    .filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && stringWidth(indent + longer) > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = longer;
    }
  }
  if (line !== '') lines.push(indent + line);
  return lines;
}
