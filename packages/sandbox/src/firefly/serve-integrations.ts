import {jsonAnswer, noContent} from '../loopback/answer.ts';
import type {Handled} from '../loopback/dialect.ts';
import type {ReceivedRequest} from './received-request.ts';
import type {FireflySettings} from './firefly-options.ts';
import {isFormEncoded, readForm} from './read-form.ts';
import {RequestRefusal, refuseUnless} from '../loopback/request-refusal.ts';

/** A cluster that on-boarding told Firefly of. */
export interface Integration {
  readonly clusterId: string;
  readonly name: string;
  readonly isProd: boolean;
}

export interface IntegrationBook {
  readonly all: ReadonlyMap<string, Integration>;
  find(request: ReceivedRequest, wire: Buffer): Handled;
  create(request: ReceivedRequest, wire: Buffer): Handled;
  remove(request: ReceivedRequest, wire: Buffer): Handled;
}

const formFields = ['clusterId', 'accessKey', 'isProd', 'name'] as const;

/** On- and off-boarding: 404 where there is no such integration, 409 where there is one already. */
export function serveIntegrations(settings: FireflySettings): IntegrationBook {
  const all = new Map<string, Integration>();

  function existing({clusterId}: ReceivedRequest): Integration {
    const integration = all.get(clusterId);
    if (integration === undefined) {
      throw new RequestRefusal(404, `There is no integration "${clusterId}".`, {legal: true});
    }
    return integration;
  }

  return {
    all,
    find(request, wire) {
      expectNoBody(wire);
      return {answer: jsonAnswer(200, existing(request))};
    },
    create(request, wire) {
      const type = 'application/x-www-form-urlencoded';
      refuseUnless(isFormEncoded(request), `The header Content-Type must be ${type}.`, 415);
      const {clusterId, accessKey, isProd, name} = readForm(wire, formFields);
      expectClusterId(clusterId, settings);
      refuseUnless(accessKey === settings.accessKey, 'accessKey is not the access key of the login.');
      refuseUnless(isProd === 'true' || isProd === 'false', 'isProd must be true or false.');
      refuseUnless(name === clusterId, 'name must be the cluster id.');
      if (all.has(clusterId)) {
        throw new RequestRefusal(409, `The integration "${clusterId}" is already there.`, {legal: true});
      }
      const integration = {clusterId, name, isProd: isProd === 'true'};
      all.set(clusterId, integration);
      return {answer: jsonAnswer(201, integration)};
    },
    remove(request, wire) {
      expectNoBody(wire);
      all.delete(existing(request).clusterId);
      return {answer: noContent};
    },
  };
}

/** Throws a `RequestRefusal` unless the cluster id is one that may be sent to. */
export function expectClusterId(clusterId: string, settings: FireflySettings): void {
  refuseUnless(/^[a-z0-9_-]+$/.test(clusterId), 'The cluster id must match ^[a-z0-9_-]+$.');
  const only = settings.clusterId ?? clusterId;
  refuseUnless(clusterId === only, `The cluster id must be "${only}".`);
}

/** Throws a `RequestRefusal` when a request that has nothing to say has a body. */
export function expectNoBody(wire: Buffer): void {
  refuseUnless(wire.length === 0, 'This request must have no body.');
}
