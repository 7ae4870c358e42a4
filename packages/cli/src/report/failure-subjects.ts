import type {DiscoveryFailure} from '@firefly/core';

/** How log, report and checks speak of each subject of a discovery failure. */
export const failureSubjects = {
  group: {event: 'API group not discovered', noun: 'API group', fate: 'could not be discovered'},
  type: {event: 'Type not discovered', noun: 'type', fate: 'could not be discovered'},
  file: {event: 'File not read', noun: 'file', fate: 'could not be read'},
  folder: {
    event: 'Gap of the run that wrote the folder',
    noun: 'gap',
    fate: 'left by the run that wrote the folder',
  },
} as const satisfies Record<DiscoveryFailure['subject'], object>;
