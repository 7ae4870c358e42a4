import {readFileSync} from 'node:fs';

import {expect, test} from 'vitest';

import {defaults} from '../src/defaults.ts';

const [docstrings = '', readme = ''] = ['../src/firefly-sink-options.ts', '../README.md'].map((path) =>
  readFileSync(new URL(path, import.meta.url), 'utf8'),
);
const {objects, helmReleases, k8sTrees} = defaults.pagesInFlight;

test.for([
  ['maxRetries', defaults.maxRetries],
  ['attemptTimeout', defaults.attemptTimeout],
  ['pageBytes', defaults.pageBytes],
] as const)('what docstrings and README call the default of %s is it', ([option, value]) => {
  const shown = value.toLocaleString('en');
  expect(docstrings).toMatch(new RegExp(String.raw`Default ${shown}\.\s+\*/\s*readonly ${option}\?:`));
  expect(readme).toMatch(new RegExp(String.raw`\| \`${option}\` \| .* \| ${shown} \|`));
});

test('pages in flight and the endpoints are told as they are', () => {
  expect(docstrings).toContain(
    `Default ${objects} of objects, ${helmReleases} of Helm releases, ${k8sTrees} of trees.`,
  );
  expect(readme).toContain(`| ${objects} objects, ${helmReleases} helmReleases, ${k8sTrees} k8sTrees |`);
  for (const url of [defaults.endpoint, defaults.loginEndpoint, defaults.appApiEndpoint])
    expect(readme).toContain(`\`${url}\``);
});
