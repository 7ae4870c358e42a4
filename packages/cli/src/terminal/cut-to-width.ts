import stringWidth from 'string-width';

/** The text if it fits into so many columns, else its beginning and `…`. Text without colors only. */
export function cutToWidth(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  if (columns < 1) return '';
  let cut = '';
  let width = 1;
  for (const character of text) {
    width += stringWidth(character);
    if (width > columns) break;
    cut += character;
  }
  return `${cut.trimEnd()}…`;
}
