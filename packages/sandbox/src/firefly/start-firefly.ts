import type {IncomingMessage, ServerResponse} from 'node:http';
import {jsonAnswer} from './answer.ts';
import {createExchange} from './exchange.ts';
import type {Firefly} from './firefly.ts';
import {type FireflyOptions, resolveFireflyOptions} from './firefly-options.ts';
import {createFireflyState} from './firefly-state.ts';
import {createListener} from './listener.ts';
import {receiveRequest} from './receive-request.ts';
import {sumUndelivered, summarizeFirefly} from './summarize-firefly.ts';

export type {Accepted, AcceptedPage, AcceptedTotals} from './accepted.ts';
export type {AnswerFault, Fault, FaultRule, HangFault, InjectedFault, ResetFault} from './fault.ts';
export type {Fetching} from './fetching.ts';
export type {Firefly} from './firefly.ts';
export type {FireflyOptions, HandshakeAnswer} from './firefly-options.ts';
export type {FireflySummary, StreamSummary} from './firefly-summary.ts';
export type {Integration} from './integrations.ts';
export type {Pause} from './pause-book.ts';
export {
  pageRequests,
  type RecordedRequest,
  type RequestMatcher,
  type RequestOutcome,
  type RouteName,
} from './recorded-request.ts';
export type {WaitOptions} from './request-log.ts';

/**
 * Starts a fake of Firefly's server on loopback: login, the contracts `objects` and `fetching`, on- and off-boarding.
 * A request that breaks a contract is answered with a 4xx and a sentence, and stands in `violations`; neither ever
 * holds a key or a token. `GET /_sandbox/summary` answers `summary()` as JSON, to anybody.
 */
export async function startFirefly(options: FireflyOptions = {}): Promise<Firefly> {
  const settings = resolveFireflyOptions(options);
  const state = createFireflyState(settings);
  const {accepted, contracts, faults, inFlight, intake, log, pauses, violations} = state;

  function onRequest(incoming: IncomingMessage, response: ServerResponse): void {
    if (incoming.method === 'GET' && incoming.url === '/_sandbox/summary') {
      createExchange(incoming, response).answer(jsonAnswer(200, summarizeFirefly(state)));
      return;
    }
    void receiveRequest(state, incoming, response);
  }

  const listener = createListener({
    settings,
    onRequest,
    onMalformed: (code) => void state.report(`A connection carried no HTTP: ${code}.`),
  });
  await listener.start();

  async function close(): Promise<void> {
    await listener.stop();
    faults.releaseAll();
    pauses.resumeAll();
    log.close();
  }

  return {
    get url() {
      return `${settings.tls === undefined ? 'http' : 'https'}://${settings.host}:${listener.port}`;
    },
    get port() {
      return listener.port;
    },
    accessKey: settings.accessKey,
    secretKey: settings.secretKey,
    accepted,
    requests: log.requests,
    violations,
    duplicateUids: intake.duplicateUids,
    fetchings: contracts.fetching.fetchings,
    integrations: contracts.integrations.all,
    get undelivered() {
      return sumUndelivered(state);
    },
    get peakInFlight() {
      return {
        objects: inFlight.objects.peak,
        helmReleases: inFlight.helmReleases.peak,
        k8sTrees: inFlight.k8sTrees.peak,
      };
    },
    get logins() {
      return contracts.tokens.issued;
    },
    inject: (rule) => faults.inject(rule),
    pause: (matcher) => pauses.pause(matcher),
    revokeTokens: () => contracts.tokens.revoke(),
    waitFor: (matcher, wait) => log.waitFor(matcher, wait),
    summary: () => summarizeFirefly(state),
    stop: () => listener.stop(),
    restart: () => listener.start(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
