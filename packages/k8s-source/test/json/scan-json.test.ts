import {isUtf8} from 'node:buffer';

import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';

import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import {scanJson, stringAt} from '../../src/json/scan-json.ts';
import {mutatedJson} from '../mutated-json.ts';

const paths = ['name', 'info.status', 'data.release', 'metadata', '__proto__.name'];

function lookUp(value: unknown, path: string): unknown {
  let at = value;
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, key))
      return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

function parse(text: string): {readonly value: unknown} | undefined {
  try {
    return {value: JSON.parse(text) as unknown};
  } catch {
    return undefined;
  }
}

const sample = {
  metadata: {name: 'a', labels: {status: 'deployed'}},
  data: {release: 'SDRz'},
  name: 'web',
  info: {status: 'failed', notes: 'é\n"\\'},
  version: 7,
  hooks: [],
};

describe('scanJson', () => {
  test('takes what JSON.parse takes, and finds the same values', () => {
    fc.assert(
      fc.property(mutatedJson(sample), (bytes) => {
        if (!isUtf8(bytes)) return;
        const expected = parse(bytes.toString('utf8'));
        const scan = scanJson(bytes, paths);
        expect(scan.kind === 'json' && scan.next === bytes.length).toBe(expected !== undefined);
        if (scan.kind === 'malformed' || expected === undefined) return;
        for (const path of paths) {
          const span = scan.found.get(path);
          const found =
            span === undefined ? undefined : JSON.parse(bytes.toString('utf8', span.start, span.end));
          expect(found).toEqual(lookUp(expected.value, path));
          expect(stringAt(bytes, span)).toBe(typeof found === 'string' ? found : undefined);
        }
      }),
      {numRuns: fuzzRuns(1500)},
    );
  });

  test.each(['{"a":1}{"a":2}', ' [1]\n true', '"x" "y"'])('tells where the next value begins: %s', (text) => {
    const first = scanJson(Buffer.from(text), ['a']);
    expect(first.kind).toBe('json');
    const second = first.kind === 'json' ? scanJson(Buffer.from(text), ['a'], first.next) : first;
    expect(second).toMatchObject({kind: 'json', next: text.length});
  });

  test.each(['', ' ', '{', '{"a"', '{"a":', '[1,', '"x', '-', '{"a":1', '"\\u00'])(
    '%j is cut off',
    (text) => {
      expect(scanJson(Buffer.from(text), []).kind).toBe('malformed');
    },
  );

  test('goes as deep as Go does, and no deeper', () => {
    const nested = (depth: number) => Buffer.from('['.repeat(depth) + ']'.repeat(depth));
    expect(scanJson(nested(10_000), []).kind).toBe('json');
    expect(scanJson(nested(10_001), [])).toEqual({kind: 'malformed', at: 10_000});
  });
});
