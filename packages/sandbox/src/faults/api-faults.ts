import type {Fault} from '../loopback/fault.ts';
import type {LoopbackRequest, RequestMatcher} from '../loopback/loopback-request.ts';
import type {KubernetesFault} from '../kubernetes/kubernetes-fault.ts';
import {brokenType, type Ending, failed, type FaultRow, unharmed} from './fault-row.ts';
import type {SilentLayer} from './silent-network.ts';

type Action = Fault | KubernetesFault;

const lists = {route: 'list', method: 'GET'} satisfies RequestMatcher;
const pods = {...lists, path: '/api/v1/pods'} satisfies RequestMatcher;
/** Pages after the first one of any list. */
const continued = {...lists, query: {continue: /./}} satisfies RequestMatcher;
const nothing: Ending = {exit: [1], delivered: 'none', lock: false};

/** True for every nth call. */
function every(nth: number): () => boolean {
  let calls = 0;
  return () => ++calls % nth === 0;
}

/** A fault that befalls some requests and then passes. */
function passing(
  name: string,
  what: string,
  fault: Action,
  {on = lists, nth = 4, times = 1}: {on?: RequestMatcher; nth?: number; times?: number} = {},
): FaultRow {
  return {name, what, arm: ({api}) => void api.inject({on, nth, times, fault}), ends: unharmed};
}

/** A fault of every third continued page of every list. */
function storm(name: string, what: string, fault: Action): FaultRow {
  return {
    name,
    what,
    arm: ({api}) => void api.inject({on: {...continued, where: every(3)}, times: Infinity, fault}),
    ends: unharmed,
  };
}

/** A fault that one type never gets over. */
function lasting(name: string, what: string, fault: Action, ends: FaultRow['ends'] = brokenType): FaultRow {
  return {name, what, arm: ({api}) => void api.inject({on: pods, times: Infinity, fault}), ends};
}

/** Tokens that die when the collector does not go on within a second: what a slow receiver must not cause. */
function tooLate(): (request: LoopbackRequest) => boolean {
  const last = new Map<string, number>();
  return ({path, query}) => {
    const age = Date.now() - (last.get(path) ?? 0);
    last.set(path, Date.now());
    return query.has('continue') && age > 1000;
  };
}

const layers: Readonly<Record<SilentLayer, string>> = {
  dns: 'the look-up of the API server',
  tcp: 'the SYN to the API server',
  connect: 'CONNECT of the proxy on the way',
  tls: 'the TLS handshake',
};

const silentRows = Object.entries(layers).flatMap(([key, what]): readonly FaultRow[] => {
  const layer = key as SilentLayer;
  return [
    {
      name: `${layer}-hangs`,
      what: `${what} is never answered`,
      silent: {layer, isOnce: false},
      ends: nothing,
    },
    {
      name: `${layer}-hangs-once`,
      what: `${what} is not answered at first`,
      silent: {layer, isOnce: true},
      ends: unharmed,
    },
  ];
});

/** What goes wrong on the way to the API server, and in it. */
export const apiFaults: readonly FaultRow[] = [
  ...silentRows,
  passing('api-reset', 'connections break before the answer', {kind: 'reset'}, {times: 2}),
  passing('api-reset-body', 'a connection breaks in the middle of a page', {
    kind: 'reset',
    afterBytes: 'half',
  }),
  passing('api-cut', 'a page ends early, the response ends well', {kind: 'truncate'}, {on: pods, nth: 2}),
  passing('api-hang', 'a page stops in the middle', {kind: 'hang', afterBytes: 'half'}, {on: pods, nth: 2}),
  passing('api-no-answer', 'a page is never answered', {kind: 'hang'}, {on: pods, nth: 2}),
  passing(
    'api-discovery-hangs',
    'discovery is not answered once',
    {kind: 'hang'},
    {on: {path: '/apis'}, nth: 1},
  ),
  {
    name: 'api-slow',
    what: 'every page comes in pieces',
    arm: ({api, over}) => {
      const slow = api.inject({on: lists, times: Infinity, fault: {kind: 'slow', pieceBytes: 16 * 1024}});
      const timer = setInterval(() => slow.release(), 1);
      over.addEventListener('abort', () => clearInterval(timer));
    },
    ends: unharmed,
  },
  passing('api-429', '429 with Retry-After', {kind: 'too-many-requests', retryAfter: '1'}, {times: 3}),
  passing('api-500', '500 now and then', {kind: 'status', status: 500}, {times: 2}),
  passing('api-503', '503 now and then', {kind: 'status', status: 503}, {times: 2}),
  passing('api-504', '504 to one page', {kind: 'status', status: 504}, {on: pods, nth: 2}),
  {
    name: 'api-504-large',
    what: '504 to every page of pods of more than a quarter of the limit',
    arm: ({api, listLimit}) => {
      const isLarge = ({query}: LoopbackRequest) => Number(query.get('limit') ?? Infinity) > listLimit / 4;
      api.inject({on: {...pods, where: isLarge}, times: Infinity, fault: {kind: 'status', status: 504}});
    },
    ends: unharmed,
  },
  passing('api-410-token', '410 with a token to go on', {kind: 'expired'}, {on: continued, nth: 2}),
  passing('api-410', '410 without a token', {kind: 'expired', resumable: false}, {on: continued, nth: 2}),
  storm('api-410-token-storm', '410 with a token at every third continued page', {kind: 'expired'}),
  {
    ...storm('api-410-storm', '410 without a token at every third continued page', {
      kind: 'expired',
      resumable: false,
    }),
    inTests: true,
  },
  {
    name: 'api-410-always',
    what: '410 without a token at every continued page',
    arm: ({api}) =>
      void api.inject({on: continued, times: Infinity, fault: {kind: 'expired', resumable: false}}),
    ends: unharmed,
  },
  {
    name: 'api-410-slow-receiver',
    what: 'tokens live a second, the receiver takes half of one for a page',
    arm({api, firefly}) {
      const fault = {kind: 'expired', resumable: false} as const;
      api.inject({on: {...lists, where: tooLate()}, times: Infinity, fault});
      const run = () => new Promise<void>((resolve) => void setTimeout(resolve, 500));
      firefly.inject({times: Infinity, fault: {kind: 'call', run}});
    },
    ends: unharmed,
  },
  {
    name: 'api-401',
    what: 'the token is refused from some request on',
    arm: ({api}) => void api.inject({nth: 20, times: Infinity, fault: {kind: 'status', status: 401}}),
    ends: failed,
  },
  lasting(
    'api-403-type',
    'pods are forbidden',
    {kind: 'status', status: 403},
    {
      exit: [0],
      delivered: 'any',
      lock: true,
    },
  ),
  {...lasting('api-500-type', '500 to every page of pods', {kind: 'status', status: 500}), inTests: true},
  lasting('api-cut-type', 'every page of pods is cut', {kind: 'truncate'}),
  lasting('api-hang-type', 'no page of pods is answered', {kind: 'hang'}),
  lasting('api-malformed-type', 'every page of pods is no JSON', {kind: 'malformed'}),
  {
    name: 'api-500-discovery',
    what: '500 to every request for the API groups',
    arm: ({api}) =>
      void api.inject({on: {path: '/apis'}, times: Infinity, fault: {kind: 'status', status: 500}}),
    ends: nothing,
  },
];
