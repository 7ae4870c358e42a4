import type {DiscoveryFailure, ReadingReport, RunReport} from '@firefly/core';
import {styleText} from 'node:util';

import {errorLink} from '../errors/error-link.ts';
import {countNoun} from '../terminal/count-noun.ts';
import {formatBytes} from '../terminal/format-bytes.ts';
import {formatCount} from '../terminal/format-count.ts';
import {formatDuration} from '../terminal/format-duration.ts';
import {formatTable} from '../terminal/format-table.ts';
import {wrapText} from '../terminal/wrap-text.ts';
import {reportSentence} from './report-sentence.ts';

export interface FormatRunReportOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
  /** Whether the table of what was read comes first. Default true. */
  readonly table?: boolean;
}

type Style = 'bold' | 'red' | 'yellow' | 'green';

/**
 * The report of a run for a terminal: a table of what was read, with sums; then what could not be read and why; last
 * the outcome in a sentence, where the eye rests when the run is over.
 */
export function formatRunReport(report: RunReport, options: FormatRunReportOptions): string {
  const {width} = options;
  const style = (text: string, ...styles: Style[]) =>
    options.color ? styleText(styles, text, {validateStream: false}) : text;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', style(title, 'bold'), ...lines];

  const {discoveryFailures} = report;
  const {help} = report.result === 'failure' ? errorLink(report.code) : {};
  const ofFolder = discoveryFailures.filter(({subject}) => subject === 'file' || subject === 'folder');
  const undiscovered = discoveryFailures.filter((failure) => !ofFolder.includes(failure));
  const failureLines = (failures: readonly DiscoveryFailure[]) =>
    failures.flatMap(({name, message}) => item(name, message, width));
  const [head, ...rows] = options.table === false ? [] : readingTable(report.readings, width);
  const lines = [
    ...(head === undefined ? [] : ['', style(head, 'bold'), ...rows]),
    ...section('Not read, or not completely', [
      ...problemLines(report.readings, width),
      ...failureLines(ofFolder),
    ]),
    ...section('Not discovered', failureLines(undiscovered)),
    ...section(
      'Too large to be sent',
      report.oversized.flatMap(({kind, namespace, name, bytes}) =>
        item(`${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`, formatBytes(bytes), width),
      ),
    ),
    ...section('Taken out before sending', redactionLines(report, width)),
    ...section('Narrowed', narrowedLines(report, width)),
    ...section(
      'Warnings',
      report.warnings.flatMap((warning) => wrapText(warning, width, '  ')),
    ),
    '',
    ...wrapText(reportSentence(report), width).map((line) => style(line, 'bold', outcomeColor(report))),
    ...(help === undefined ? [] : [help]),
  ];
  return `${lines.join('\n').replace(/^\n/, '')}\n`;
}

/** Types with objects, most bytes first; those without any as one row; the sum. */
function readingTable(readings: readonly ReadingReport[], width: number): string[] {
  const full = readings.filter(({items}) => items > 0).sort((one, other) => other.bytes - one.bytes);
  if (readings.length === 0) return [];
  const empty = readings.filter(({items, outcome}) => items === 0 && outcome === 'complete').length;
  const total = (of: (reading: ReadingReport) => number) =>
    full.reduce((sum, reading) => sum + of(reading), 0);
  return formatTable({
    width,
    columns: [
      {title: 'Type', shrinkTo: 16},
      {title: 'Objects', align: 'right'},
      {title: 'JSON', align: 'right'},
      {title: 'Time', align: 'right'},
      {title: 'Read'},
    ],
    rows: [
      ...full.map((reading) => [
        reading.name,
        formatCount(reading.items),
        formatBytes(reading.bytes),
        formatDuration(reading.milliseconds),
        reading.inconsistent ? `${reading.outcome}, inconsistent` : reading.outcome,
      ]),
      ...(empty === 0 ? [] : [[`${formatCount(empty)} without objects`, '0', '', '', 'complete']]),
      ['Sum', formatCount(total(({items}) => items)), formatBytes(total(({bytes}) => bytes)), '', ''],
    ],
  });
}

function problemLines(readings: readonly ReadingReport[], width: number): string[] {
  return readings
    .filter(({outcome}) => outcome !== 'complete')
    .sort((one, other) => one.outcome.localeCompare(other.outcome))
    .flatMap(({name, outcome, message, namespaces}) => {
      const where = namespaces === undefined ? '' : ` Read in ${countNoun(namespaces.length, 'namespace')}.`;
      return item(`${name} (${outcome})`, `${message ?? 'no reason was given.'}${where}`, width);
    });
}

function narrowedLines({narrowedTo}: RunReport, width: number): string[] {
  if (narrowedTo === undefined) return [];
  const {namespaces, namespaceSelector, clusterScoped, selectors = {}} = narrowedTo;
  const labels = namespaceSelector === undefined ? '' : ` with the labels ${namespaceSelector}`;
  return [
    ...(namespaces === undefined ? [] : item(`Namespaces${labels} alone`, namespaces.join(', '), width)),
    ...Object.entries(selectors).flatMap(([type, selector]) =>
      item(`Of ${type} alone`, Object.values(selector).join(', '), width),
    ),
    ...(clusterScoped ? [] : wrapText('Nothing that lies in no namespace was asked for.', width, '  ')),
  ];
}

function redactionLines({redactions}: RunReport, width: number): string[] {
  return redactions.flatMap(({rule, kind, values}) => item(`${rule} in ${kind}`, formatCount(values), width));
}

/** `name: text`, wrapped, with what follows indented under it. */
function item(name: string, text: string, width: number): string[] {
  const [first, ...rest] = wrapText(`${name}: ${text}`, width - 2);
  const indented = wrapText(rest.join(' '), width, '    ');
  return first === undefined ? [] : [`  ${first}`, ...indented];
}

function outcomeColor({result, readings, discoveryFailures}: RunReport): Style {
  if (result === 'failure') return 'red';
  const clean = discoveryFailures.length === 0 && readings.every(({outcome}) => outcome === 'complete');
  return result === 'success' && clean ? 'green' : 'yellow';
}
