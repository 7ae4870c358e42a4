import {checkSinkOptions} from './check-sink-options.ts';
import {connect} from './connect.ts';
import {defaults} from './defaults.ts';
import {FireflyIntegrationRefusedError} from './errors/firefly-integration-refused-error.ts';
import type {FireflyClientOptions} from './firefly-sink-options.ts';
import {normalizeEndpoint} from './normalize-endpoint.ts';

/** Who asks Firefly's app API for an integration, of which cluster, and what it is marked as. */
export interface OnboardOptions extends FireflyClientOptions {
  /** Firefly's app API, without `/api`; the login is there, too. Default `https://prodapi.gofirefly.io`. */
  readonly appApiEndpoint?: string;
  /** What the integration is marked as. Default false. */
  readonly isProd?: boolean;
  /** Ends the requests. Default: nothing does. */
  readonly signal?: AbortSignal;
}

/** The same, for an integration that is to be deleted. */
export type OffboardOptions = Omit<OnboardOptions, 'isProd'>;

/** Whether it was this call that made the integration; either way it is there now. */
export type OnboardOutcome = {readonly kind: 'created'} | {readonly kind: 'already-there'};

/** Whether it was this call that deleted the integration; either way it is gone now. */
export type OffboardOutcome = {readonly kind: 'deleted'} | {readonly kind: 'already-gone'};

/** What counts as done; the app API's documentation names no status for success. */
const successStatuses = [200, 201, 202, 204];

/**
 * Creates the integration of this cluster at Firefly where there is none (spec, "On- and off-boarding"): logs in, asks,
 * creates. Bodies are forms. Throws this package's errors; whether one may fail a Helm hook is the caller's choice.
 *
 * @throws {RangeError} at an option that does not fit.
 */
export async function onboard(options: OnboardOptions): Promise<OnboardOutcome> {
  const {clusterId, accessKey, isProd = false} = options;
  const api = openAppApi(options);
  const found = await api.send('read', 'GET', [...successStatuses, 404]);
  if (found !== 404) return {kind: 'already-there'};
  const created = await api.send('create', 'POST', [...successStatuses, 409], {
    clusterId,
    accessKey,
    isProd: String(isProd),
    name: clusterId,
  });
  return {kind: created === 409 ? 'already-there' : 'created'};
}

/**
 * Deletes the integration of this cluster at Firefly; one that is not there is as good as deleted. Throws this package's
 * errors.
 *
 * @throws {RangeError} at an option that does not fit.
 */
export async function offboard(options: OffboardOptions): Promise<OffboardOutcome> {
  const deleted = await openAppApi(options).send('delete', 'DELETE', [...successStatuses, 404]);
  return {kind: deleted === 404 ? 'already-gone' : 'deleted'};
}

function openAppApi(options: OffboardOptions) {
  checkSinkOptions(options);
  const {clusterId, signal = new AbortController().signal} = options;
  const base = `${normalizeEndpoint(options.appApiEndpoint ?? defaults.appApiEndpoint)}/api`;
  const {client} = connect(options, {base, encoding: 'form'});
  const collection = `${base}/integrations/k8s`;
  return {
    /** Resolves with the status, which is one of `expected`. */
    async send(
      step: 'read' | 'create' | 'delete',
      method: 'GET' | 'POST' | 'DELETE',
      expected: readonly number[],
      form?: Readonly<Record<string, string>>,
    ): Promise<number> {
      const path = method === 'POST' ? collection : `${collection}/${encodeURIComponent(clusterId)}`;
      const answer = await client.send(
        {
          purpose: `${step} integration`,
          method,
          url: new URL(path),
          ...(form === undefined ? {} : {form}),
          expected,
          refused: (refusal) => new FireflyIntegrationRefusedError(step, clusterId, refusal),
        },
        signal,
      );
      return answer.status;
    },
  };
}
