import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

import fc from 'fast-check';
import {expect, onTestFinished, test} from 'vitest';

import {compiledSettingsValidator} from '../../build/precompiled-settings-validator.ts';
import {type SettingsValidator, validateSettings} from '../../src/settings/settings-validator.ts';

test('the validator that the build puts into the bundle judges as the schema does', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-validator-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  const file = join(folder, 'validator.mjs');
  writeFileSync(file, compiledSettingsValidator());
  const built = ((await import(pathToFileURL(file).href)) as {validateSettings: SettingsValidator})
    .validateSettings;

  const paths = (validate: SettingsValidator) =>
    (validate.errors ?? []).map(({instancePath}) => instancePath);
  const judge = (settings: unknown) => {
    const fits = validateSettings(settings);
    expect(built(settings)).toBe(fits);
    expect(paths(built)).toEqual(paths(validateSettings));
    return fits;
  };
  expect(judge({pageSize: 1200, clusterId: 'a', redact: ['env'], resourceSwitches: {pods: true}})).toBe(true);
  expect(judge({pageSize: 0, unknown: 1, redact: ['everything'], resourceSwitches: {pods: 'yes'}})).toBe(
    false,
  );
  fc.assert(
    fc.property(
      fc.record(
        {
          clusterId: fc.anything(),
          endpoint: fc.oneof(fc.webUrl(), fc.string()),
          pageSize: fc.oneof(fc.integer(), fc.double(), fc.string()),
          ignoreNamespaces: fc.array(fc.oneof(fc.string(), fc.constant('default'))),
          protocol: fc.constantFrom('auto', 'objects', 'AUTO', 1),
          debug: fc.oneof(fc.boolean(), fc.string()),
        },
        {requiredKeys: []},
      ),
      (settings) => {
        judge(settings);
      },
    ),
  );
});
