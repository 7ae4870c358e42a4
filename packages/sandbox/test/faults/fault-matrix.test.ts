import {expect, test} from 'vitest';
import {faultCases, faultRows} from '../../src/faults/fault-matrix.ts';
import {faultTableRow} from '../../src/faults/fault-table.ts';
import type {Ending, FaultRow} from '../../src/faults/fault-row.ts';
import {judgeFault} from '../../src/faults/judge-fault.ts';
import type {FaultResult} from '../../src/faults/run-fault.ts';

test('each row has a name of its own, and runs in both contracts unless it says otherwise', () => {
  const names = faultRows.map(({name}) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(faultRows.filter(({name}) => name.startsWith('sigterm-'))).toHaveLength(10);
  const row: FaultRow = {name: 'x', what: 'x', ends: {deliver: ending({}), withhold: ending({})}};
  const cases = faultCases([row]).map(({contract, incomplete}) => `${contract} ${incomplete}`);
  expect(cases).toEqual(['objects deliver', 'objects withhold', 'fetching deliver', 'fetching withhold']);
});

test.each([
  ['right', ending({}), result({}), []],
  ['another exit code', ending({exit: [1]}), result({}), ['exit 0, not 1']],
  ['a missing object', ending({}), result({uids: new Set(['a'])}), ['1 are missing']],
  ['a missing tree', ending({}), result({trees: 0}), ['1 are missing']],
  ['an object twice', ending({}), result({twice: 2}), ['2 objects came twice']],
  ['no LOCK', ending({}), result({locked: false}), ['no LOCK']],
  ['a LOCK too many', ending({lock: false}), result({}), ['LOCK, which had to be left out']],
  [
    'a part that looks whole',
    ending({delivered: 'any', lock: 'whole'}),
    result({uids: new Set(['a'])}),
    ['LOCK, and 1 are missing'],
  ],
  ['all of a part', ending({delivered: 'part'}), result({}), ['a part had to be delivered']],
  ['something of nothing', ending({delivered: 'none'}), result({}), ['2 were delivered, none had to be']],
  ['a violation', ending({}), result({violations: ['It sent nonsense.']}), ['It sent nonsense.']],
  ['no end', ending({}), result({isStuck: true}), ['it did not end']],
])('judges %s', (_name, ends, found, wrong) => {
  const row: FaultRow = {name: 'x', what: 'x', ends};
  const judged = judgeFault({...found, case: {row, contract: 'fetching', incomplete: undefined}}, result({}));
  expect(judged.wrong).toEqual(wrong);
  expect(faultTableRow(judged)).toContain(wrong.length === 0 ? 'right' : 'WRONG');
});

function ending(some: Partial<Ending>): Ending {
  return {exit: [0], delivered: 'all', lock: true, ...some};
}

function result(some: Partial<FaultResult>): FaultResult {
  const row: FaultRow = {name: 'x', what: 'x', ends: ending({})};
  return {
    case: {row, contract: 'fetching', incomplete: undefined},
    run: {exitCode: 0, milliseconds: 1, report: undefined, sentence: 'Done.', complaints: []},
    uids: new Set(['a', 'b']),
    helmReleases: 1,
    trees: 1,
    twice: 0,
    locked: true,
    violations: [],
    isStuck: false,
    ...some,
  };
}
