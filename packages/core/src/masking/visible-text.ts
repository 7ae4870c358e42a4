/**
 * Controls (C0 and C1), what steers the direction of text or has no width, and separators of lines and paragraphs: in a
 * terminal or a log they do something in place of being seen.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const shortEscapes: Readonly<Record<string, string>> = {'\n': '\\n', '\r': '\\r', '\t': '\\t'};

/** Text from elsewhere on one line of a screen: what would act in place of being seen is shown as in JSON, `\u001b`. */
export function visibleText(text: string): string {
  return text.replaceAll(invisible, (character) => shortEscapes[character] ?? escaped(character));
}

/** JSON text, of one or more lines, that means the same and holds nothing that acts in place of being seen. */
export function visibleJson(json: string): string {
  return json.replaceAll(invisible, (character) => (character === '\n' ? character : escaped(character)));
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
