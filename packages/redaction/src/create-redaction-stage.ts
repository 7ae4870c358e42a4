import type {Stage} from '@firefly/core';

import type {Redactor} from './create-redactor.ts';

/** Takes out of every object and release what the rules name, before anything else sees it; counted in the run report. */
export function createRedactionStage(redactor: Redactor): Stage {
  return {
    item: (item) => redactor.redact(item),
    redactions: () => ({counts: redactor.counts(), milliseconds: redactor.milliseconds()}),
  };
}
