import {type Answer, jsonAnswer, noContent} from '../loopback/answer.ts';
import type {Handled} from '../loopback/dialect.ts';
import type {FireflyRequest} from './firefly-request.ts';
import type {FireflySettings} from './firefly-options.ts';
import {isFormEncoded, readForm} from './read-form.ts';
import {Refusal} from '../loopback/refusal.ts';

/** A cluster that on-boarding told Firefly of. */
export interface Integration {
  readonly clusterId: string;
  readonly name: string;
  readonly isProd: boolean;
}

export interface Integrations {
  readonly all: ReadonlyMap<string, Integration>;
  find(request: FireflyRequest, wire: Buffer): Handled;
  create(request: FireflyRequest, wire: Buffer): Handled;
  remove(request: FireflyRequest, wire: Buffer): Handled;
}

const formFields = ['clusterId', 'accessKey', 'isProd', 'name'] as const;

/** On- and off-boarding: 404 where there is no such integration, 409 where there is one already. */
export function createIntegrations(settings: FireflySettings): Integrations {
  const all = new Map<string, Integration>();

  const answered = (answer: Answer): Handled => ({answer});

  function existing({clusterId}: FireflyRequest): Integration {
    const integration = all.get(clusterId);
    if (integration === undefined) {
      throw new Refusal(404, `There is no integration "${clusterId}".`, {legal: true});
    }
    return integration;
  }

  return {
    all,
    find(request, wire) {
      expectNoBody(wire);
      return answered(jsonAnswer(200, existing(request)));
    },
    create(request, wire) {
      if (!isFormEncoded(request)) {
        throw new Refusal(415, 'The header Content-Type must be application/x-www-form-urlencoded.');
      }
      const {clusterId, accessKey, isProd, name} = readForm(wire, formFields);
      expectClusterId(clusterId, settings);
      if (accessKey !== settings.accessKey) {
        throw new Refusal(400, 'accessKey is not the access key of the login.');
      }
      if (isProd !== 'true' && isProd !== 'false') throw new Refusal(400, 'isProd must be true or false.');
      if (name !== clusterId) throw new Refusal(400, 'name must be the cluster id.');
      if (all.has(clusterId)) {
        throw new Refusal(409, `The integration "${clusterId}" is already there.`, {legal: true});
      }
      const integration = {clusterId, name, isProd: isProd === 'true'};
      all.set(clusterId, integration);
      return answered(jsonAnswer(201, integration));
    },
    remove(request, wire) {
      expectNoBody(wire);
      all.delete(existing(request).clusterId);
      return answered(noContent);
    },
  };
}

/** Throws a `Refusal` unless the cluster id is one that may be sent to. */
export function expectClusterId(clusterId: string, settings: FireflySettings): void {
  if (!/^[a-z0-9_-]+$/.test(clusterId)) {
    throw new Refusal(400, 'The cluster id must match ^[a-z0-9_-]+$.');
  }
  if (settings.clusterId !== undefined && clusterId !== settings.clusterId) {
    throw new Refusal(400, `The cluster id must be "${settings.clusterId}".`);
  }
}

/** Throws a `Refusal` when a request that has nothing to say has a body. */
export function expectNoBody(wire: Buffer): void {
  if (wire.length > 0) throw new Refusal(400, 'This request must have no body.');
}
