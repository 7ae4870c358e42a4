import {existsSync, globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

import {expect, test} from 'vitest';
import {parse} from 'yaml';

import {commands} from '../../packages/cli/src/commands/command-table.ts';
import {settingDefinitions} from '../../packages/cli/src/settings/setting-definition.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const ours = '{packages,charts,examples,image,scripts,tools,docs,.github,.ci,.changeset}';
const exclude = (name: string) => /(^|\/)(node_modules|dist|test-results)$/.test(name);

const files = globSync(['*', `${ours}/**/*`], {cwd: root, exclude});
const sources = files
  .filter(
    (file) =>
      /\.(ts|mjs|js|json|ya?ml|tpl|txt|sh)$|Dockerfile$|\.ci\/run$/.test(file) && !file.startsWith('docs/'),
  )
  .map(read)
  .join('\n');
const pages = globSync(['*.md', 'docs/*.md', 'packages/*/README.md', 'charts/*/README.md'], {cwd: root});

/** What stands between backticks, and what is in blocks of commands; each with its page. */
const code = pages.flatMap((page) => {
  const text = read(page);
  const blocks = [...text.matchAll(/^```(?:sh|text|yaml)?\n(.*?)^```$|^((?: {4}\S.*\n)+)/gms)];
  const spans = [...text.replaceAll(/^```.*?^```$/gms, '').matchAll(/`([^`\n]+)`/g)];
  return [...blocks, ...spans].map(([, one, other]) => ({page, code: one ?? other ?? ''}));
});

/** Each place where `pattern` finds a name in code for which `exists` does not hold. */
function missing(pattern: RegExp, exists: (name: string) => boolean): readonly string[] {
  return code.flatMap(({page, code}) =>
    [...code.matchAll(pattern)]
      .map(([, name = '']) => name)
      .filter((name) => !exists(name))
      .map((name) => `${page}: ${name}`),
  );
}

test('every file and folder of the repository that a document names is there', () => {
  // Written below packages/ as `core/src/retry.ts`, in their own room as `retry.ts`.
  const isThere = (path: string) =>
    existsSync(join(root, path)) ||
    existsSync(join(root, 'packages', path)) ||
    files.some((file) => file.endsWith(`/${path}`));
  const named =
    /(?<![\w./:-])((?:(?:packages|docs|examples|scripts|charts|image|tools|cli|core|k8s-source|firefly-sink|http(?=\/src)|redaction|sandbox)(?:\/[\w.-]+)+|[a-z][\w-]*\.ts))(?![\w/*<{-])/g;
  expect(missing(named, isThere)).toEqual([]);
});

test('every flag that a document names is one of ours, or of a tool that is called there', () => {
  const flags = new Set([
    ...settingDefinitions.flatMap(({source}) => source.flags ?? []),
    ...commands.flatMap((command) => Object.keys(command.flags ?? {})),
  ]);
  const isFlag = (name: string) =>
    flags.has(name) || name === 'cpu-prof' || sources.includes(`--${name}`) || sources.includes(`'${name}`);
  // Of code that begins with a flag, or calls the program: other tools have flags of their own.
  expect(missing(/(?:^|firefly-collector[^\n|]*\s)--([a-z][a-z-]+)/g, isFlag)).toEqual([]);
});

test('every setting, error code and variable that a document names exists', () => {
  const reference = read('docs/configuration.md');
  expect(missing(/(?<![\w.-])(collector\.[a-zA-Z]+)/g, (name) => reference.includes(name))).toEqual([]);
  const name = /\b((?:K8S|FIREFLY|CORE|HELM|HTTP|SPOOL|TREE|REDACTION|CLI)_[A-Z0-9_]+)\b/g;
  expect(missing(name, (name) => sources.includes(name))).toEqual([]);
});

test('every value of the chart that a document sets exists', () => {
  const values: unknown = parse(read('charts/firefly-k8s-collector/values.yaml'));
  const exists = (path: string) => {
    let at = values;
    for (const key of path.split('.')) {
      if (typeof at !== 'object' || at === null || !(key in at)) return at !== values && isEmpty(at);
      at = (at as Record<string, unknown>)[key];
    }
    return true;
  };
  const isEmpty = (value: unknown) => value === null || Object.keys(value as object).length === 0;
  // `apiToken` is of the chart whose release an example shows.
  expect(
    missing(/--set(?:-string|-file|-json)? "?([\w.]+)=/g, (path) => path === 'apiToken' || exists(path)),
  ).toEqual([]);
});

test('every command that a document names exists', () => {
  const {scripts} = JSON.parse(read('package.json')) as {scripts: Record<string, string>};
  const ofPnpm = ['install', 'changeset', 'exec', 'pack', 'run', 'audit', 'view', 'dlx', 'publish'];
  expect(
    missing(/\bpnpm(?:@12)? (?:run )?([a-z][\w:-]*)/g, (name) => name in scripts || ofPnpm.includes(name)),
  ).toEqual([]);
  const names = [...commands.map((command) => command.name), 'help', 'my-cluster'];
  expect(missing(/\bfirefly-collector ([a-z][\w-]*)/g, (name) => names.includes(name))).toEqual([]);
});

test('the search finds names that are not there', () => {
  expect(code.length).toBeGreaterThan(1000);
  expect(missing(/\b(collector\.[a-zA-Z]+)/g, () => false).length).toBeGreaterThan(50);
});
