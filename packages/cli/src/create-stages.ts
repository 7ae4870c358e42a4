import type {Stage} from '@firefly/core';
import {createOwnKeysStage, createRedactionStage, createRedactor, type UserRules} from '@firefly/redaction';

import type {Settings} from './settings/settings.ts';

/** What the settings take out of every item, before anything else sees it: trees hold copies. */
export function createStages(settings: Settings, {rules, compile}: UserRules): Stage[] {
  const {accessKey, secretKey, redact, redactionKey} = settings;
  const keys = [accessKey, secretKey].filter((key) => key !== undefined);
  const redactor = createRedactor({
    sets: redact,
    rules,
    ...(compile === undefined ? {} : {compile}),
    ...(redactionKey === undefined ? {} : {markerKey: redactionKey}),
  });
  return [createOwnKeysStage(keys), createRedactionStage(redactor)];
}
