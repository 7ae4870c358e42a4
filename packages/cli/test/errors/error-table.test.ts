import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

import {expect, test} from 'vitest';

import {errorLink} from '../../src/errors/error-link.ts';
import {errorTable} from '../../src/errors/error-table.ts';

const root = join(import.meta.dirname, '../../../..');

/** Upper-case words of the same beginnings that are no codes: variables of the environment. */
const variables = /^(?:HTTP_PROXY|HELM_DRIVER|HELM_RELEASE_NAME|FIREFLY_(?:ACCESS|SECRET|REDACTION)_KEY)$/;

test('holds every code that a package gives, and no other', () => {
  const files = globSync('packages/{core,http,k8s-source,firefly-sink,redaction,cli}/src/**/*.ts', {
    cwd: root,
  });
  const codes = new Set<string>();
  for (const file of files.filter((name) => !name.includes('error-table'))) {
    const text = readFileSync(join(root, file), 'utf8');
    const words = text.matchAll(/'((?:CORE|TREE|SPOOL|HTTP|K8S|HELM|FIREFLY|REDACTION|CLI)_[A-Z0-9_]+)'/g);
    for (const [, word = ''] of words) if (!variables.test(word)) codes.add(word);
    // Whatever an error's class calls itself is a code, of another beginning too.
    for (const [, code = ''] of text.matchAll(/readonly code = '(\w+)'/g)) codes.add(code);
  }
  expect([...codes].toSorted()).toEqual(Object.keys(errorTable).toSorted());
});

test('has every code that a document names', () => {
  const pages = globSync('{*.md,docs/*.md,packages/*/README.md,charts/*/README.md}', {cwd: root});
  const unknown = pages.flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8');
    const named = [
      ...text.matchAll(/`((?:CORE|TREE|SPOOL|K8S|HELM|REDACTION|CLI)_[A-Z0-9_]+|FIREFLY_\w+ED)`/g),
    ];
    return named
      .map(([, code = '']) => code)
      .filter((code) => !variables.test(code) && !Object.hasOwn(errorTable, code))
      .map((code) => `${page}: ${code}`);
  });
  expect(unknown).toEqual([]);
});

test('is linked to by its codes alone', () => {
  const page = readFileSync(join(root, 'docs/errors.md'), 'utf8');
  for (const code of Object.keys(errorTable)) {
    const {help = ''} = errorLink(code);
    expect(page).toContain(`<a id="${new URL(help).hash.slice(1)}"></a>`);
  }
  expect([errorLink('toString'), errorLink('too-early'), errorLink(undefined)]).toEqual([{}, {}, {}]);
});
