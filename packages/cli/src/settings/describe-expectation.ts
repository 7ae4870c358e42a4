import type {SettingDefinition} from './setting-definition.ts';

/** What would fit, in words that end a sentence which starts with "expected": `a whole number from 1 to 1000`. */
export function describeExpectation(definition: SettingDefinition): string {
  const {source, words, type, minimum, maximum} = definition;
  if (source.expected !== undefined) return source.expected;
  if (words !== undefined) return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
  if (type === 'integer')
    return `a whole number from ${minimum ?? 0} to ${maximum ?? Number.MAX_SAFE_INTEGER}`;
  if (type === 'boolean') return 'true or false';
  if (source.kind === 'url')
    return 'a URL with http:// or https:// and without user and password, such as https://gateway.firefly.ai';
  if (source.kind === 'path') return 'a path';
  return 'a name';
}
