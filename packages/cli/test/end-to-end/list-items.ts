/**
 * The JSON text of each member of `items` in a list, cut out of the text and nothing but cut out. It knows nothing of
 * the collector's own splitter: it walks over the whole text, character by character.
 */
export function listItems(text: string): readonly string[] {
  return membersOf(memberOf(text, 'items') ?? '[]');
}

/** The JSON text of one member of an object; undefined without it. */
export function memberOf(object: string, name: string): string | undefined {
  const key = `${JSON.stringify(name)}:`;
  return membersOf(object)
    .find((member) => member.startsWith(key))
    ?.slice(key.length);
}

/** What stands between the commas of an object or an array. */
export function membersOf(text: string): readonly string[] {
  const members: string[] = [];
  let depth = 0;
  let start = 0;
  let isString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isString) {
      if (character === '\\') index++;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === '{' || character === '[') {
      if (++depth === 1) start = index + 1;
    } else if (character === '}' || character === ']') {
      if (--depth === 0 && index > start) members.push(text.slice(start, index));
    } else if (character === ',' && depth === 1) {
      members.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return members;
}
