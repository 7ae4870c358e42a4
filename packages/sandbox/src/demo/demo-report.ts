import {styleText} from 'node:util';

import type {RunReport, StreamName} from '@firefly/core';

import type {Firefly} from '../firefly/firefly.ts';
import type {CollectorRun} from '../run-collector.ts';

interface DemoReportOptions {
  readonly run: CollectorRun;
  readonly firefly: Firefly;
  /** Requests that the Kubernetes API answered. */
  readonly requests: number;
  /** Breaches of either protocol. */
  readonly violations: readonly string[];
  /** Folder of the received pages, as a person types it from here. */
  readonly pages: string;
  readonly color: boolean;
}

const streams: readonly (readonly [StreamName, string])[] = [
  ['objects', 'objects'],
  ['helmReleases', 'Helm releases'],
  ['k8sTrees', 'object trees'],
];

/** What a person sees at the end of the demo. */
export function demoReport(options: DemoReportOptions): string {
  const {run, firefly, requests, violations, pages} = options;
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    options.color ? styleText(style, text, {validateStream: false}) : text;
  const title = (text: string) => paint('bold', text);
  const {report} = run;
  const lines = [
    title('What Firefly accepted'),
    ...columns(Object.entries(firefly.accepted.counts('objects')), paint),
    '',
    title('What could not be read, and why'),
    ...missing(report).map(([name, why]) => `  ${paint('yellow', name)}  ${why}`),
    '',
    title('On the wire'),
    ...streams.map(([stream, name]) => wireLine(name, firefly.accepted.totals(stream))),
    `  ${requests} requests to the Kubernetes API, ${firefly.requests.length} to Firefly (${report?.protocol ?? 'none'})`,
    '',
    `${verdict(options)} in ${(run.milliseconds / 1000).toFixed(2)} s. The pages that Firefly received: ${pages}`,
    ...violations.map((violation) => paint('red', `  breach of the contract: ${violation}`)),
  ];
  return `${lines.join('\n')}\n`;
}

function verdict({run, violations}: DemoReportOptions): string {
  if (run.exitCode === 0 && violations.length === 0) return 'Collected, compressed, delivered and committed';
  return run.report?.reason ?? run.complaints.at(-1) ?? `The collector ended with ${run.exitCode}`;
}

function missing(report: RunReport | undefined): (readonly [string, string])[] {
  const rows = [
    ...(report?.readings ?? [])
      .filter(({outcome}) => outcome !== 'complete')
      .map(({name, message = ''}) => [name, message] as const),
    ...(report?.discoveryFailures ?? []).map(({name, message}) => [name, message] as const),
    ...(report?.oversized ?? []).map(
      ({kind, name, bytes}) => [`${kind} ${name}`, `${megabytes(bytes)}: too large`] as const,
    ),
  ];
  return rows.length === 0 ? [['nothing', 'everything was read']] : rows;
}

function wireLine(name: string, totals: ReturnType<Firefly['accepted']['totals']>): string {
  const {pages, items, rawBytes, sentBytes} = totals;
  const ratio = sentBytes === 0 ? '' : `, ${(rawBytes / sentBytes).toFixed(1)} times smaller`;
  const sizes = `${megabytes(rawBytes).padStart(8)} as ${megabytes(sentBytes).padStart(8)} gzip${ratio}`;
  return `  ${String(items).padStart(6)} ${name.padEnd(14)} ${String(pages).padStart(3)} page${pages === 1 ? ' ' : 's'} ${sizes}`;
}

/** Counts by kind in as many columns as the terminal is wide. */
function columns(
  counts: readonly (readonly [string, number])[],
  paint: (style: 'cyan', text: string) => string,
): string[] {
  const width = Math.max(...counts.map(([kind]) => kind.length), 1) + 8;
  const across = Math.max(1, Math.floor((Math.min(process.stdout.columns || 100, 120) - 2) / width));
  const rows = Math.ceil(counts.length / across);
  return Array.from({length: rows}, (_, row) =>
    counts
      .filter((_count, index) => index % rows === row)
      .map(([kind, count]) => `  ${paint('cyan', String(count).padStart(5))} ${kind.padEnd(width - 8)}`)
      .join('')
      .trimEnd(),
  );
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
