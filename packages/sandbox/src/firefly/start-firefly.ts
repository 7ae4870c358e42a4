import {RequestRefusal} from '../loopback/request-refusal.ts';
import {startLoopbackServer} from '../loopback/loopback-server.ts';
import {createTokenBook} from '../loopback/token-book.ts';
import {createAcceptedBook} from './accepted-book.ts';
import {serveFetching} from './serve-fetching.ts';
import type {Firefly} from './firefly.ts';
import {type FireflyOptions, resolveFireflyOptions} from './firefly-options.ts';
import {type ReceivedRequest, pageRequests} from './received-request.ts';
import {serveIntegrations} from './serve-integrations.ts';
import {serveObjects} from './serve-objects.ts';
import {createPageIntake} from './page-intake.ts';
import {type Contracts, findRoute, openRequest} from './routes.ts';
import {summarizeFirefly} from './summarize-firefly.ts';

/**
 * Starts a fake of Firefly's server on loopback: login, the contracts `objects` and `fetching`, on- and off-boarding.
 * A request that breaks a contract is answered with a 4xx and a sentence, and stands in `violations`; neither ever
 * holds a key or a token.
 */
export async function startFirefly(options: FireflyOptions = {}): Promise<Firefly> {
  const settings = resolveFireflyOptions(options);
  const {accessKey, secretKey, host, port, tls, pagesInFlight} = settings;
  const tokens = createTokenBook<undefined>('firefly', settings.now);
  const accepted = createAcceptedBook(settings.keep);
  const intake = createPageIntake(settings, accepted);
  const fetching = serveFetching({settings, accepted, intake});
  const forbids = (clusterId: string) => fetching.forbidsObjects(clusterId);
  const objects = serveObjects(intake, forbids);
  const integrations = serveIntegrations(settings);
  const contracts: Contracts = {settings, tokens, objects, fetching, integrations};
  /** Requests so far by path and `Idempotency-Key`. */
  const attempts = new Map<string, number>();
  const violations: string[] = [];

  const {server, inFlight} = await startLoopbackServer<ReceivedRequest, never>(
    {
      usual: pageRequests,
      record(base, {url, headers}) {
        const [path = ''] = url.split('?');
        const key = headers['idempotency-key'];
        const attempt = key === undefined ? 1 : (attempts.get(`${path} ${key}`) ?? 0) + 1;
        if (key !== undefined) attempts.set(`${path} ${key}`, attempt);
        const tokenNumber = tokens.find(headers['authorization'])?.number;
        return {...base, path, ...findRoute(base.method, path), tokenNumber, attempt};
      },
      open: (request, {headers}) => openRequest(contracts, request, headers['authorization']),
      lane: ({stream}) => stream && {name: stream, limit: pagesInFlight[stream]},
      tooMany(_request, _count, {name, limit}) {
        throw new RequestRefusal(400, `More than ${limit} pages of ${name} are in flight.`);
      },
      translate: (fault) => fault,
      encode: (answer) => answer,
      conceal: (text) =>
        tokens.conceal(text).replaceAll(secretKey, '<secret key>').replaceAll(accessKey, '<access key>'),
    },
    {host, port, tls, http2: false, logSize: Infinity, violations},
  );
  const firefly: Firefly = {
    ...server,
    get requestCount() {
      return server.requestCount;
    },
    accessKey,
    secretKey,
    accepted,
    duplicateUids: intake.duplicateUids,
    acceptedUids: intake.uids,
    fetchings: fetching.fetchings,
    integrations: integrations.all,
    get undelivered() {
      const runs = [...intake.deliveries];
      return {
        pages: runs.reduce((sum, {failedPages}) => sum + failedPages, 0),
        items: runs.reduce((sum, {missingItems}) => sum + missingItems, 0),
      };
    },
    get peakInFlight() {
      const [pages, releases, trees] = [inFlight('objects'), inFlight('helmReleases'), inFlight('k8sTrees')];
      return {objects: pages.peak, helmReleases: releases.peak, k8sTrees: trees.peak};
    },
    get logins() {
      return tokens.issued.length;
    },
    revokeTokens: () => tokens.revoke(),
    summary: () => summarizeFirefly(firefly),
  };
  return firefly;
}
