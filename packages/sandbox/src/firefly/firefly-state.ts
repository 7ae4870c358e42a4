import type {StreamName} from '@firefly/core';
import {type AcceptedBook, createAcceptedBook} from './accepted-book.ts';
import {createFaultBook, type FaultBook} from './fault-book.ts';
import {createFetchingContract} from './fetching-contract.ts';
import type {FireflySettings} from './firefly-options.ts';
import {createInFlight, type InFlight} from './in-flight.ts';
import {createIntegrations} from './integrations.ts';
import {createObjectsContract} from './objects-contract.ts';
import type {Contracts} from './open-request.ts';
import {createPageIntake, type PageIntake} from './page-intake.ts';
import {createPauseBook, type PauseBook} from './pause-book.ts';
import {createRequestLog, type RequestLog} from './request-log.ts';
import {createTokenBook} from './token-book.ts';

/** Everything that one embedded Firefly knows; it outlives a stop and a restart. */
export interface FireflyState {
  readonly settings: FireflySettings;
  readonly contracts: Contracts;
  readonly accepted: AcceptedBook;
  readonly intake: PageIntake;
  readonly log: RequestLog;
  readonly faults: FaultBook;
  readonly pauses: PauseBook;
  readonly inFlight: Readonly<Record<StreamName, InFlight>>;
  /** Requests so far by path and `Idempotency-Key`. */
  readonly attempts: Map<string, number>;
  readonly violations: readonly string[];
  /** Adds a violation, without the keys and tokens that it may repeat; returns it. */
  report(message: string): string;
  /** The text without keys and tokens. */
  conceal(text: string): string;
}

export function createFireflyState(settings: FireflySettings): FireflyState {
  const tokens = createTokenBook(settings.expiresIn, settings.now);
  const accepted = createAcceptedBook(settings.keep);
  const intake = createPageIntake(settings, accepted);
  const fetching = createFetchingContract({settings, accepted, intake});
  const objects = createObjectsContract({
    intake,
    forbids: (clusterId) => fetching.forbidsObjects(clusterId),
  });
  const integrations = createIntegrations(settings);
  const violations: string[] = [];

  function conceal(text: string): string {
    const {accessKey, secretKey} = settings;
    return tokens.conceal(text).replaceAll(secretKey, '<secret key>').replaceAll(accessKey, '<access key>');
  }

  return {
    settings,
    contracts: {settings, tokens, objects, fetching, integrations},
    accepted,
    intake,
    log: createRequestLog(),
    faults: createFaultBook(),
    pauses: createPauseBook(),
    inFlight: {objects: createInFlight(), helmReleases: createInFlight(), k8sTrees: createInFlight()},
    attempts: new Map(),
    violations,
    conceal,
    report(message) {
      const violation = conceal(message);
      violations.push(violation);
      return violation;
    },
  };
}
