import type {ErrorObject} from 'ajv';
import {Ajv2020} from 'ajv/dist/2020.js';

import {ruleSchema} from './rule-schema.ts';

/** A compiled schema: answers whether the value fits, and leaves in `errors` where it does not. */
export interface RuleValidator {
  (value: unknown): boolean;
  errors?: readonly ErrorObject[] | null | undefined;
}

/** The rules' schema, compiled. A bundler may put the code that ajv generates from it in this module's place. */
export const validateRules: RuleValidator = new Ajv2020({
  allErrors: true,
  verbose: true,
  keywords: ['x-expected'],
}).compile(ruleSchema);
