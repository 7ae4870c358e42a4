import {mix} from './mix.ts';

const poolSize = 1024 * 1024;
let pool: Buffer | undefined;

/**
 * Writes so many bytes of text that needs no escapes and compresses about as well as configuration does; returns the
 * end offset. Different starts give different text.
 */
export function writeFiller(start: number, length: number, target: Buffer, offset: number): number {
  pool ??= makePool();
  let from = start % poolSize;
  let end = offset;
  for (let left = length; left > 0;) {
    const copied = pool.copy(target, end, from, Math.min(poolSize, from + left));
    left -= copied;
    end += copied;
    from = 0;
  }
  return end;
}

function makePool(): Buffer {
  const words =
    'replicas image endpoint timeout retries region cluster policy enabled interval threshold'.split(' ');
  const bytes = Buffer.allocUnsafe(poolSize);
  let end = 0;
  for (let index = 0; end < poolSize; index++) {
    const chance = mix(1, 2, 3, index);
    end += bytes.write(
      `${words[chance % words.length] ?? ''}=${(chance >>> 4).toString(36)};`,
      end,
      'latin1',
    );
  }
  return bytes;
}
