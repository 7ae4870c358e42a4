import fc from 'fast-check';

const oddWords = [
  'a',
  'tok',
  'yes',
  'NO',
  '~',
  '123',
  '0x1f',
  '08',
  '1_000',
  '1e3',
  '.5',
  '+1',
  '1:30',
  '2020-01-01',
  '.nan',
  '=',
  '<<',
  '!!str 1',
  '!!int "1"',
  '!!binary dG9r',
  '!x y',
  '"q"',
  "'s'",
  '"\\x41"',
  'YWJj',
  '|\n        b',
  '>\n        b',
  '[a]',
  '{a: b}',
  '{',
  '[',
  '&x a',
  '*a',
  '*b',
  'a: b',
  'a #c',
  '#c',
  '@a',
  '%a',
  '- a',
  '? a',
  'é',
  '--',
  '---',
  'a, b',
  '"a" b',
  '!',
];
const fields = [
  'token',
  'username',
  'password',
  'as',
  'as-groups',
  'as-user-extra',
  'client-key-data',
  'exec',
  'auth-provider',
  '<<',
  'x',
  '"token"',
  '? token',
  'token ',
  '!!str token',
  '&k token',
  '1',
  'true',
  'Token',
];
const heads = [
  'apiVersion: v1\nkind: Config\n',
  '',
  '---\n',
  '# c\n',
  'x: &a {token: m}\n',
  'x: &a m\n',
  '\uFEFF',
  'kind: Config\nkind: Config\n',
  '- a\n',
  '!!map\n',
  '--- # x\n',
  'x: [&a {token: m}, {token: n}]\n',
];
const tails = [
  '',
  '---\n',
  '...\n',
  '---\nfoo: [\n',
  '# c',
  'contexts:\n',
  'users: []\n',
  ' x\n',
  'current-context: *a\n',
];
const indents = ['    ', '    ', '    ', '   ', '     ', '\t'];

const line = fc
  .tuple(fc.constantFrom(...fields), fc.constantFrom(...oddWords), fc.constantFrom(...indents))
  .map(([name, value, indent]) => `${indent}${name}: ${value}`);

/** Texts that are nearly kubeconfigs with one user. */
export const randomKubeconfig = fc
  .tuple(
    fc.constantFrom(...heads),
    fc.array(line, {minLength: 1, maxLength: 3}),
    fc.constantFrom(...tails),
    fc.boolean(),
  )
  .map(([head, lines, tail, crlf]) => {
    const text = `${head}users:\n- name: u\n  user:\n${lines.join('\n')}\n${tail}`;
    return crlf ? text.replaceAll('\n', '\r\n') : text;
  });
