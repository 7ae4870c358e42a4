import {readFileSync} from 'node:fs';

import {expect, test} from 'vitest';

import {settingsReference} from '../../src/settings/settings-reference.ts';

test('docs/configuration.md is what the schema says (node packages/cli/scripts/generate-configuration-reference.ts)', () => {
  const committed = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
  expect(settingsReference()).toBe(committed);
});
