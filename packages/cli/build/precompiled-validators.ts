import {Ajv2020} from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import type {Plugin} from 'rolldown';

import {ruleSchema} from '@firefly/redaction';

import {settingsSchema} from '../src/settings/settings-schema.ts';

const schemas = {validateSettings: settingsSchema, validateRules: ruleSchema};

/** Code of a module that exports this validator: what ajv makes of its schema, without ajv. */
export function compiledValidator(name: keyof typeof schemas): string {
  const ajv = new Ajv2020({
    allErrors: true,
    // What is wrong with a rule is told with what was expected there.
    verbose: name === 'validateRules',
    keywords: ['x-source', 'x-expected'],
    messages: false,
    code: {source: true, esm: true},
  });
  ajv.addSchema({...schemas[name], $id: name});
  return standaloneCode.default(ajv, {[name]: name});
}

/**
 * Puts that code in the place of the modules that compile a schema at run time: the program starts faster, and holds no
 * compiler.
 */
export function precompiledValidators(): Plugin {
  return {
    name: 'precompiled-validators',
    load: {
      filter: {id: /\/(?:settings|rule)-validator\.ts$/},
      handler: (id) => ({
        code: compiledValidator(id.endsWith('rule-validator.ts') ? 'validateRules' : 'validateSettings'),
        moduleType: 'js',
      }),
    },
  };
}
