import {describe, expect, test} from 'vitest';

import {
  CollectorError,
  createMemorySink,
  type DiscoveryFailure,
  type Reading,
  type ReadingOutcome,
  type RunOptions,
  type Sink,
  type SinkSession,
} from '../../src/index.ts';
import {collect} from './collect.ts';
import {pod} from './pod.ts';
import {readingOf} from './reading-of.ts';
import {sourceOf} from './source-of.ts';

class ListError extends CollectorError {
  override readonly name = 'ListError';
  override readonly code = 'TEST_LIST';
  override readonly expected: boolean;
  constructor(expected: boolean) {
    super('The list broke.');
    this.expected = expected;
  }
}

const facts = {listPages: 1, listBytes: 1};
const pods = readingOf('pods', async function* () {
  yield [pod('a')];
});
const ends = (outcome: ReadingOutcome, more: Partial<Reading> = {}): Reading => ({
  ...readingOf('widgets', async function* () {
    yield [pod('w')];
    return outcome;
  }),
  ...more,
});
const group = (more: Partial<DiscoveryFailure>): DiscoveryFailure => {
  return {subject: 'group', name: 'x.example.com/v1', message: 'It is dead.', ...more};
};

async function run(
  reading: Reading,
  failures: readonly DiscoveryFailure[],
  more: Partial<RunOptions> & {readonly takesEffect?: SinkSession['takesEffect'] | undefined} = {},
) {
  const memory = createMemorySink();
  const sink: Sink = {
    async open(context) {
      const opening = await memory.open(context);
      if (opening.kind !== 'ready' || more.takesEffect === undefined) return opening;
      return {kind: 'ready', session: {...opening.session, takesEffect: more.takesEffect}};
    },
  };
  const source = sourceOf([pods, reading], {plan: () => ({failures})});
  const report = await collect({source, sink, incomplete: 'withhold', ...more});
  return {report, calls: memory.calls};
}

const broken = new ListError(false);
const forbidden = new ListError(true);

describe('a run that withholds what is incomplete fails, and commits nothing, where', () => {
  test.each([
    ['a type broke off', ends({kind: 'partial', error: broken, ...facts}), []],
    [
      'a type broke off because it was forbidden then',
      ends({kind: 'partial', error: forbidden, ...facts}),
      [],
    ],
    ['a type failed', ends({kind: 'failed', error: broken, ...facts}), []],
    [
      'one of several namespaces broke off',
      ends({kind: 'partial', error: broken, namespaces: ['a'], ...facts}),
      [],
    ],
    ['a group that was asked for is dead', pods, [group({})]],
    ['a file could not be read', pods, [group({subject: 'file', name: 'pods.json'})]],
  ])('%s', async (_name, reading, failures) => {
    const {report, calls} = await run(reading, failures);
    expect(report).toMatchObject({result: 'failure', code: 'CORE_INCOMPLETE'});
    expect(report.reason).toMatch(/: (The list broke|It is dead)\. The receiver was not told to use it\.$/);
    expect(calls.at(-1)).toBe('abort');
    // Whoever delivers what there is commits the same run.
    expect(await run(reading, failures, {incomplete: 'deliver'})).toMatchObject({
      report: {result: 'success'},
      calls: expect.arrayContaining(['commit']),
    });
  });
});

describe('it commits where', () => {
  test.each([
    ['all was read', pods, []],
    ['a type is forbidden or not served', ends({kind: 'failed', error: forbidden, ...facts}), []],
    [
      'other namespaces are forbidden',
      ends({kind: 'partial', error: forbidden, namespaces: ['a'], ...facts}),
      [],
    ],
    [
      'a type that nobody asked for has a dead API',
      ends({kind: 'failed', error: broken, ...facts}, {optional: true}),
      [],
    ],
    ['a group that nobody asked for is dead', pods, [group({expected: true})]],
  ])('%s', async (_name, reading, failures) => {
    const {report, calls} = await run(reading, failures);
    expect(report.result).toBe('success');
    expect(calls.at(-1)).toBe('commit');
  });
});

test('where pages take effect as they arrive, it says that they have', async () => {
  const {report} = await run(ends({kind: 'failed', error: broken, ...facts}), [group({})], {
    takesEffect: 'on-arrival',
  });
  expect(report.reason).toBe(
    'What was read is incomplete: widgets: The list broke (and 1 more). ' +
      'Its pages have arrived all the same: the contract "memory" has no word that withholds them.',
  );
});
