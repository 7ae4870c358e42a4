import {expect, it} from 'vitest';

import {createOwnKeysStage, createRedactor} from '../src/index.ts';
import {withBytes} from '../src/with-bytes.ts';
import {rawObjectOf} from './raw-object-of.ts';

const object = (name: string, note: string) =>
  rawObjectOf({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {name},
    data: {note, 'app.env': 'DB_PASSWORD=Xk29!dkQwe0\n', own: 'Qd8fJw3kLm5nPp7r'},
  });

it('gives memory that is used again, and none twice at once', () => {
  const [short, long] = [object('a', 'short'), object('b', 'x'.repeat(300_000))];
  const first = withBytes(short, (bytes) => {
    expect(withBytes(long, (inner) => inner.equals(long.bytes))).toBe(true);
    expect(withBytes(short, (inner) => inner.buffer === bytes.buffer)).toBe(false);
    expect(bytes.equals(short.bytes)).toBe(true);
    return bytes.buffer;
  });
  expect(() =>
    withBytes(short, () => {
      throw new Error('x');
    }),
  ).toThrow('x');
  const used = [1, 2].map(() => withBytes(short, (bytes) => bytes.buffer));
  expect(used[0]).toBe(used[1]);
  expect(first.byteLength).toBe(used[0]?.byteLength);
});

it('writes an item as it was, whatever was read since', () => {
  const redactor = createRedactor({sets: ['all']});
  const own = createOwnKeysStage(['Qd8fJw3kLm5nPp7r']);
  const redacted = ['first', 'second'].map((note) => redactor.redact(own.item(object(note, note))));
  const texts = redacted.map((item) => {
    const bytes = Buffer.alloc(item.byteLength);
    item.copyTo(bytes, 0);
    return bytes.toString();
  });
  for (const [index, note] of ['first', 'second'].entries()) {
    const text = texts[index] as string;
    expect(JSON.parse(text)).toMatchObject({metadata: {name: note}, data: {note, own: 'REDACTED'}});
    expect(text).not.toContain('Xk29');
  }
});
