import type {Measurement} from './measured-process.ts';

export interface BenchRow {
  readonly label: string;
  readonly variant: string;
  readonly raw: readonly Measurement[];
  readonly collection: readonly Measurement[];
}

const columns = [
  'cluster',
  'variant',
  'MB',
  'raw s',
  'CPU s',
  'MB peak',
  'collect s',
  'CPU s',
  'MB peak',
  'ratio',
];
const widths = [16, 17, 8, 8, 7, 9, 11, 7, 9, 7];

/** Lines of text: the fastest run of each side, its CPU time, the highest peak of memory, and the ratio of the times. */
export function benchTable(rows: readonly BenchRow[], withHead: boolean): string {
  const lines = rows.map((row) => line(cellsOf(row)));
  return `${[...(withHead ? [line(columns)] : []), ...lines].join('\n')}\n`;
}

function cellsOf({label, variant, raw, collection}: BenchRow): string[] {
  // The raw side counts from its first list request to its last byte; the collection is its whole process.
  const reads = raw.map((run) => ({...run, ...(JSON.parse(run.output) as RawRead)}));
  const read = fastest(reads);
  const collected = fastest(collection);
  return [
    label,
    variant,
    (read.bytes / 1e6).toFixed(1),
    ...figures(read, raw),
    ...figures(collected, collection),
    (collected.milliseconds / read.milliseconds).toFixed(2),
  ];
}

interface RawRead {
  readonly bytes: number;
  readonly milliseconds: number;
  readonly cpuSeconds: number;
}

function figures(run: Omit<Measurement, 'output'>, all: readonly Measurement[]): string[] {
  const peak = Math.max(...all.map(({peakBytes}) => peakBytes));
  return [(run.milliseconds / 1000).toFixed(2), run.cpuSeconds.toFixed(2), (peak / 1e6).toFixed(0)];
}

function fastest<Run extends Measurement>(runs: readonly Run[]): Run {
  const [first] = runs.toSorted((a, b) => a.milliseconds - b.milliseconds);
  if (first === undefined) throw new Error('A benchmark needs at least one round.');
  return first;
}

function line(cells: readonly string[]): string {
  return cells
    .map((cell, index) => (index < 2 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
    .join('')
    .trimEnd();
}
