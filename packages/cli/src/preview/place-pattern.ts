/** Members whose own members have names that somebody made up: keys of a ConfigMap, labels, values of a chart. */
const maps = new RegExp(
  [
    '^(?:data|annotations|labels|selector|values|config|parameters|properties|settings|options|variables)$',
    '(?:Data|Annotations|Labels|Selector|Values|ValuesObject|Config|Parameters|Properties|Settings|Options|Variables)$',
  ].join('|'),
);
const longestName = 40;

/**
 * The pattern of a place, without a word that the object's author chose: `data["app.yml"] › spring.password` becomes
 * `data.* › …`, and `spec.containers[0].env[1].value` `spec.containers[*].env[*].value`. What does not look like the name
 * of a field of an API is `*`.
 */
export function placePattern(path: string): string {
  let pattern = '';
  let rest = path;
  for (;;) {
    const [whole = '', name, index] = /^(?:\.?([\w$-]+)|\[(\d+)\])/.exec(rest) ?? [];
    if (whole === '') return pattern + (rest === '' ? '' : behind(rest, pattern));
    rest = rest.slice(whole.length);
    if (index !== undefined) pattern += '[*]';
    else if (name !== undefined) pattern += (pattern === '' ? '' : '.') + fieldName(name);
    if (name !== undefined && maps.test(name) && /^(\.|\[")/.test(rest))
      return `${pattern}.*${rest.includes(' › ') ? ' › …' : ''}`;
  }
}

function behind(rest: string, pattern: string): string {
  const key = rest.startsWith('["') ? `${pattern === '' ? '' : '.'}*` : '';
  return `${key}${rest.includes(' › ') ? ' › …' : ''}`;
}

function fieldName(name: string): string {
  return name.length <= longestName && /^[a-z][a-zA-Z0-9]*$/.test(name) ? name : '*';
}
