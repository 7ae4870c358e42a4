import {gzipSync} from 'node:zlib';

/** A Secret as somebody in a tenant's namespace may write it, with Helm's labels. */
export interface StoredSecret {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  /** The base64 of `data.release`; made when it is asked for, and not kept. */
  payload(): string;
}

/** How many of each are made. */
export interface HostileCounts {
  readonly good: number;
  readonly bombs: number;
  readonly bad: number;
}

const head = (name: string) =>
  `{"name":${JSON.stringify(name)},"namespace":"tenant","version":1,"info":{"status":"deployed"},"chart":{"metadata":{"name":"firefly-k8s-collector","version":"1"}},"pad":`;

/** What bombs inflate to: each 30 MB, in the shapes that cost a parser the most. */
const pads = [
  () => `[${'{},'.repeat(10_000_000)}{}]`,
  () => '['.repeat(15_000_000) + ']'.repeat(15_000_000),
  () => `"${'a'.repeat(30_000_000)}"`,
  () => `{${Array.from({length: 2_000_000}, (_, index) => `"k${index}":0`).join()}}`,
  () => `[${'"\\n",'.repeat(5_000_000)}0]`,
];

/** Payloads that are no release, or one that a receiver could not read. */
const bad: readonly (string | Buffer)[] = [
  '',
  'no base64 \u0000',
  Buffer.from('no gzip, no JSON'),
  Buffer.from([0x1f, 0x8b, 8, 0]),
  gzipSync('{"name":'),
  gzipSync('[]'),
  gzipSync('{"name":5,"info":null}'),
  gzipSync('{"name":"a","info":{"status":{}}}'),
  gzipSync(gzipSync('{"name":"a"}')),
  gzipSync(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])),
  gzipSync('{"name":"a","version":1e999}'),
  gzipSync('{"__proto__":{"name":"a"}}'),
  gzipSync('{"name":"a","info":{"status":"superseded"}}'),
];

/** Good releases, bombs of 30 MB each, a release of 31 MB that does not compress, and bad ones of every kind. */
export function hostileReleases(counts: HostileCounts): readonly StoredSecret[] {
  const bombs = pads.map((pad) => pack(gzipSync(`${head('bomb')}${pad()}}`)));
  const noise = Array.from({length: 1_300_000}, (_, index) => Math.imul(index, 2_654_435_761).toString(36));
  const large = pack(gzipSync(`${head('large')}"${noise.join('').padEnd(31_000_000, 'a')}"}`, {level: 9}));
  const secret = (name: string, payload: () => string): StoredSecret => ({
    metadata: {
      name: `sh.helm.release.v1.${name}.v1`,
      namespace: 'tenant',
      uid: `uid-${name}`,
      labels: {owner: 'helm', name, status: 'deployed', version: '1'},
    },
    payload,
  });
  const several = (count: number, title: string, payload: (index: number) => string) =>
    Array.from({length: count}, (_, index) => secret(`${title}-${index}`, () => payload(index)));
  return [
    ...several(counts.bombs, 'bomb', (index) => bombs[index % bombs.length] ?? ''),
    secret('large', () => large),
    ...several(counts.bad, 'bad', (index) => {
      const payload = bad[index % bad.length] ?? '';
      return typeof payload === 'string' ? payload : pack(payload);
    }),
    ...several(counts.good, 'good', (index) => pack(gzipSync(`${head(`good-${index}`)}0}`))),
  ];
}

/** As a Secret holds what Helm writes: base64, twice. */
function pack(gzip: Buffer): string {
  return Buffer.from(gzip.toString('base64')).toString('base64');
}
