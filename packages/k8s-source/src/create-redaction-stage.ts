import {isRawObject, type Stage} from '@firefly/core';

import {createRedactor} from './redaction/create-redactor.ts';
import type {RedactionRule} from './redaction/redaction-rule.ts';

/** Takes out of every object what the rules name, before anything else sees it; counted in the run report. */
export function createRedactionStage(rules: ReadonlySet<RedactionRule>): Stage {
  const redactor = createRedactor(rules);
  return {
    item: (item) => (isRawObject(item) ? redactor.redact(item) : item),
    redactions: () => ({counts: redactor.counts(), milliseconds: redactor.milliseconds()}),
  };
}
