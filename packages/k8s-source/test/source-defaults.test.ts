import {readFileSync} from 'node:fs';

import {expect, test} from 'vitest';

import {sourceDefaults} from '../src/source-defaults.ts';

const docstrings = ['kubernetes-source.ts', 'api/api-server.ts']
  .map((path) => readFileSync(new URL(`../src/${path}`, import.meta.url), 'utf8'))
  .join('');
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test.for([
  ['listLimit', 'listLimit', sourceDefaults.listLimit],
  ['concurrency', 'concurrency', sourceDefaults.concurrency],
  ['requestsInFlight', undefined, sourceDefaults.concurrency],
  ['retries', 'retries', sourceDefaults.retries],
  ['attempts', undefined, sourceDefaults.retries + 1],
  ['firstByte', undefined, sourceDefaults.firstByte],
] as const)('what docstrings and README call the default of %s is it', ([option, row, value]) => {
  const shown = value.toLocaleString('en');
  const docstring = new RegExp(
    String.raw`Default[\s*]+([\d,]*\d)(?:[^*]|\*(?!/))*\*/\s*readonly ${option}\?:`,
  );
  expect(docstring.exec(docstrings)?.[1]).toBe(shown);
  if (row !== undefined) expect(readme).toMatch(new RegExp(String.raw`\| .*\`${row}\`.* \| ${shown} \|`));
});
