import {Ajv2020} from 'ajv/dist/2020.js';
import type {ErrorObject} from 'ajv';

import {settingsSchema} from './settings-schema.ts';

/** A compiled schema: answers whether the value fits, and leaves in `errors` where it does not. */
export interface SettingsValidator {
  (value: unknown): boolean;
  errors?: readonly Pick<ErrorObject, 'instancePath'>[] | null | undefined;
}

/**
 * The settings' schema, compiled. The build puts the code that ajv generates from the schema in this module's place,
 * so that the bundled program neither holds ajv nor spends time on compiling.
 */
export const validateSettings: SettingsValidator = new Ajv2020({
  allErrors: true,
  keywords: ['x-source'],
}).compile(settingsSchema);
