import {createOptOutStage, type Source, type Stage} from '@firefly/core';
import type {UserRules} from '@firefly/redaction';

import {createSource, type ReadingContext} from './create-source.ts';
import {createStages} from './create-stages.ts';

/** Where items come from, and what sees them first. */
export interface Pipeline {
  readonly source: Source;
  readonly stages: readonly Stage[];
}

/** What the settings read and take out. What opted out is left out before anything else sees it. */
export function createPipeline(context: ReadingContext, userRules: UserRules): Pipeline {
  const {honorOptOut} = context.settings;
  const stages = createStages(context.settings, userRules);
  if (honorOptOut === 'off') return {source: createSource(context, userRules), stages};
  const optOut = createOptOutStage(honorOptOut);
  const source = createSource(context, userRules, (namespace) => optOut.namespace(namespace));
  return {source, stages: [optOut, ...stages]};
}
