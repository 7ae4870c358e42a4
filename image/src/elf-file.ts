/** What the dynamic linker reads of a program or of a shared library. */
export interface ElfFile {
  readonly architecture: string;
  /** Path of the dynamic linker; only programs name one. */
  readonly interpreter: string | undefined;
  /** Names of the libraries that it asks for itself: `libc.so.6`. */
  readonly needed: readonly string[];
}

const architectures: Readonly<Record<number, string>> = {0x3e: 'amd64', 0xb7: 'arm64'};

const segmentType = {load: 1, dynamic: 2, interpreter: 3} as const;
const dynamicTag = {end: 0, needed: 1, stringTable: 5} as const;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/**
 * Reads the parts of an ELF file (64 bits, little endian: both architectures that the image is made for) that `ldd`
 * would follow, without running anything: it works for another architecture's files too.
 *
 * @throws {Error} when the bytes are no such file.
 */
export function readElfFile(bytes: Buffer, name: string): ElfFile {
  if (bytes.subarray(0, 6).toString('latin1') !== '\u007fELF\u0002\u0001')
    throw new Error(`${name} is not a 64-bit ELF file; expected a Linux program or library.`);
  const machine = bytes.readUInt16LE(18);
  const segments = readSegments(bytes);
  const interpreter = segments.find(({type}) => type === segmentType.interpreter);
  return {
    architecture: architectures[machine] ?? `machine ${machine}`,
    interpreter: interpreter === undefined ? undefined : readText(bytes, interpreter.offset),
    needed: readNeeded(bytes, segments),
  };
}

function readSegments(bytes: Buffer): readonly Segment[] {
  const start = Number(bytes.readBigUInt64LE(32));
  const size = bytes.readUInt16LE(54);
  return Array.from({length: bytes.readUInt16LE(56)}, (_, index) => {
    const at = start + index * size;
    return {
      type: bytes.readUInt32LE(at),
      offset: Number(bytes.readBigUInt64LE(at + 8)),
      address: Number(bytes.readBigUInt64LE(at + 16)),
      size: Number(bytes.readBigUInt64LE(at + 32)),
    };
  });
}

function readNeeded(bytes: Buffer, segments: readonly Segment[]): readonly string[] {
  const dynamic = segments.find(({type}) => type === segmentType.dynamic);
  if (dynamic === undefined) return [];
  const names: number[] = [];
  let table = 0;
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 16) {
    const tag = Number(bytes.readBigInt64LE(at));
    const value = Number(bytes.readBigUInt64LE(at + 8));
    if (tag === dynamicTag.end) break;
    if (tag === dynamicTag.needed) names.push(value);
    if (tag === dynamicTag.stringTable) table = value;
  }
  // The table is named by its address in memory.
  const home = segments.find(
    ({type, address, size}) => type === segmentType.load && table >= address && table < address + size,
  );
  const offset = table - (home?.address ?? 0) + (home?.offset ?? 0);
  return names.map((name) => readText(bytes, offset + name));
}

function readText(bytes: Buffer, offset: number): string {
  return bytes.toString('latin1', offset, bytes.indexOf(0, offset));
}
