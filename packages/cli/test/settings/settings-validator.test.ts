import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

import {Ajv2020} from 'ajv/dist/2020.js';
import fc from 'fast-check';
import {expect, onTestFinished, test} from 'vitest';

import {compiledValidator} from '../../build/precompiled-validators.ts';
import {ruleSchema} from '@firefly/redaction';
import {type SettingsValidator, validateSettings} from '../../src/settings/settings-validator.ts';

test('the validator that the build puts into the bundle judges as the schema does', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-validator-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  const file = join(folder, 'validator.mjs');
  writeFileSync(file, compiledValidator('validateSettings'));
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

const validateRules = new Ajv2020({allErrors: true, verbose: true, keywords: ['x-expected']}).compile(
  ruleSchema,
);

test('the validator of rules that the build puts into the bundle says the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-validator-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  const file = join(folder, 'validator.mjs');
  writeFileSync(file, compiledValidator('validateRules'));
  const built = ((await import(pathToFileURL(file).href)) as {validateRules: typeof validateRules})
    .validateRules;
  const judge = (validate: typeof validateRules, rules: unknown) => ({
    fits: validate(rules),
    errors: (validate.errors ?? []).map(
      ({keyword, instancePath, schemaPath, params, data, parentSchema}) => ({
        keyword,
        instancePath,
        isInAnyOf: schemaPath.includes('/anyOf/'),
        params,
        data,
        expected: (parentSchema as {'x-expected'?: string} | undefined)?.['x-expected'],
      }),
    ),
  });
  for (const rules of [
    [{name: 'a', path: 'spec.x'}],
    [{name: 'a'}, {path: 'b'}, {name: '?', kinds: ['A b'], value: 1, action: 'burn', more: 1}],
    {name: 'a'},
    'text',
  ]) {
    expect(judge(built, rules)).toEqual(judge(validateRules, rules));
  }
});
