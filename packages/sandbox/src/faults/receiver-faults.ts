import type {Fault} from '../loopback/fault.ts';
import type {RequestMatcher} from '../loopback/loopback-request.ts';
import type {ReceivedRequest} from '../firefly/received-request.ts';
import {type Ending, failed, type FaultRow, unharmed} from './fault-row.ts';

type Action = Fault<ReceivedRequest>;

/** A fault of some pages that passes. */
function passing(name: string, what: string, fault: Action, {nth = 3, times = 2} = {}): FaultRow {
  return {name, what, arm: ({firefly}) => void firefly.inject({nth, times, fault}), ends: unharmed};
}

/** A fault of every request of a route, pages by default, that stays. */
function lasting(name: string, what: string, fault: Action, ends: Ending = failed): FaultRow {
  return {name, what, arm: ({firefly}) => void firefly.inject({nth: 3, times: Infinity, fault}), ends};
}

const statusRows = [408, 429, 500, 502, 503, 504, 520, 522, 524].map((status) =>
  passing(`receiver-${status}`, `${status} to two pages`, {kind: 'answer', status}),
);

const resets = (
  ['before-reading', 'mid-body', 'before-processing', 'after-processing', 'mid-answer'] as const
).map((when) => passing(`receiver-reset-${when}`, `the connection breaks ${when}`, {kind: 'reset', when}));

/** A fault of LOCK or metadata. */
function ofFetching(
  name: string,
  what: string,
  route: ReceivedRequest['route'],
  ends: Ending,
  {fault, times = Infinity}: {readonly fault: Action; readonly times?: number},
): FaultRow {
  const on: RequestMatcher<ReceivedRequest> = {route};
  return {
    name,
    what,
    contracts: ['fetching'],
    arm: ({firefly}) => void firefly.inject({on, times, fault}),
    ends,
  };
}

const notThisTime: Ending = {exit: [0], delivered: 'none', lock: false};
const refusedLock: Ending = {exit: [1], delivered: 'all', lock: false};

/** What goes wrong on the way to Firefly, and in it. */
export const receiverFaults: readonly FaultRow[] = [
  {name: 'none', what: 'nothing: what every other row is compared with', ends: unharmed},
  ...resets,
  ...statusRows,
  passing('receiver-429-later', '429 with Retry-After', {
    kind: 'answer',
    status: 429,
    headers: {'retry-after': '1'},
  }),
  {
    name: 'receiver-413-some',
    what: '413 to pages over 300 KB, which every object and every tree is below',
    firefly: {maxBodyBytes: 300_000},
    settings: {'collector.PageSize': '600'},
    ends: unharmed,
    inTests: true,
  },
  {
    name: 'receiver-413-large',
    what: '413 to everything over 12 KB',
    firefly: {maxBodyBytes: 12_000},
    ends: {exit: [0], delivered: 'any', lock: true},
  },
  {
    name: 'receiver-413-all',
    what: '413 to every page, however small',
    arm: ({firefly}) => void firefly.inject({times: Infinity, fault: {kind: 'answer', status: 413}}),
    ends: {exit: [1], delivered: 'none', lock: false},
  },
  lasting('receiver-200', '200 instead of 204', {kind: 'answer', status: 200}),
  lasting('receiver-400-always', '400 to every page', {kind: 'answer', status: 400}),
  lasting('receiver-500-always', '500 to every page', {kind: 'answer', status: 500}),
  lasting('receiver-401-always', '401 to every page, with whatever token', {kind: 'answer', status: 401}),
  {
    name: 'receiver-401-storm',
    what: 'all tokens are revoked while pages are under way, three times',
    arm({firefly}) {
      const fault = {kind: 'call', run: () => firefly.revokeTokens()} as const;
      for (const nth of [3, 8, 13]) firefly.inject({nth, fault});
    },
    ends: unharmed,
  },
  {
    name: 'receiver-short-tokens',
    what: 'tokens end at every seventh request',
    arm({firefly}) {
      const on: RequestMatcher<ReceivedRequest> = ({number}) => number % 7 === 0;
      firefly.inject({on, times: Infinity, fault: {kind: 'call', run: () => firefly.revokeTokens()}});
    },
    ends: unharmed,
  },
  {
    name: 'receiver-expiring-tokens',
    what: 'tokens live two seconds',
    firefly: {expiresIn: 2},
    ends: unharmed,
  },
  {
    name: 'receiver-dead',
    what: 'nobody listens from the fifth page on',
    arm({firefly}) {
      firefly.inject({nth: 5, fault: {kind: 'call', run: () => void firefly.stop()}});
    },
    ends: failed,
  },
  {
    name: 'receiver-restarts',
    what: 'nobody listens for a moment',
    arm({firefly}) {
      const restart = () => void firefly.stop().then(() => firefly.restart());
      firefly.inject({nth: 5, fault: {kind: 'call', run: restart}});
    },
    ends: unharmed,
  },
  {
    name: 'receiver-slow',
    what: 'a fifth of a second for each page',
    arm({firefly}) {
      const run = () => new Promise<void>((resolve) => void setTimeout(resolve, 200));
      firefly.inject({times: Infinity, fault: {kind: 'call', run}});
    },
    ends: unharmed,
  },
  passing('receiver-hang', 'a page is not answered within the time-out', {kind: 'hang'}, {times: 1}),
  {
    name: 'receiver-redirect',
    what: 'every page is sent somewhere else',
    arm({firefly}) {
      const headers = {location: `${firefly.url}/elsewhere`};
      firefly.inject({times: Infinity, fault: {kind: 'answer', status: 307, headers}});
    },
    ends: {exit: [1], delivered: 'none', lock: false},
  },
  {
    name: 'login-refused',
    what: 'the keys are wrong',
    arm: ({firefly}) =>
      void firefly.inject({on: {route: 'login'}, times: Infinity, fault: {kind: 'answer', status: 401}}),
    ends: {exit: [1], delivered: 'none', lock: false},
  },
  {
    name: 'login-503',
    what: 'the first login fails',
    arm: ({firefly}) => void firefly.inject({on: {route: 'login'}, fault: {kind: 'answer', status: 503}}),
    ends: unharmed,
  },
  ...([402, 409, 425] as const).map((handshake): FaultRow => ({
    name: `handshake-${handshake}`,
    what: `the handshake is answered ${handshake}: not this time`,
    contracts: ['fetching'],
    firefly: {handshake},
    ends: notThisTime,
  })),
  ofFetching('lock-500', 'the LOCK fails at first', 'lock', unharmed, {
    fault: {kind: 'answer', status: 500},
    times: 2,
  }),
  ofFetching('lock-refused', 'the LOCK is refused', 'lock', refusedLock, {
    fault: {kind: 'answer', status: 400},
  }),
  ofFetching('lock-lost', "the LOCK's answer is lost", 'lock', unharmed, {
    fault: {kind: 'reset', when: 'after-processing'},
    times: 1,
  }),
  ofFetching('metadata-refused', 'the metadata are refused', 'metadata', unharmed, {
    fault: {kind: 'answer', status: 400},
  }),
];
