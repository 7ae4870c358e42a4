import {Ajv2020} from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import type {Plugin} from 'rolldown';

import {settingsSchema} from '../src/settings/settings-schema.ts';

/** Code of a module that exports `validateSettings`: what ajv makes of the settings' schema, without ajv. */
export function compiledSettingsValidator(): string {
  const ajv = new Ajv2020({
    allErrors: true,
    keywords: ['x-source'],
    messages: false,
    code: {source: true, esm: true},
  });
  ajv.addSchema({...settingsSchema, $id: 'settings'});
  return standaloneCode.default(ajv, {validateSettings: 'settings'});
}

/**
 * Puts that code in the place of the module that compiles the schema at run time: the program starts faster, and holds
 * no compiler.
 */
export function precompiledSettingsValidator(): Plugin {
  return {
    name: 'precompiled-settings-validator',
    load: {
      filter: {id: /settings-validator\.ts$/},
      handler: () => ({code: compiledSettingsValidator(), moduleType: 'js'}),
    },
  };
}
