import type {RunReport} from '@firefly/core';

import type {RecordedSpan} from './telemetry-record.ts';

/** All that telemetry tells of one run. */
export interface TelemetryRun {
  readonly report: RunReport;
  readonly exitCode: number;
  readonly clusterId: string;
  readonly spans: readonly RecordedSpan[];
  /** How many steps are not among them. */
  readonly dropped: number;
  /** Attributes of whoever sends it. */
  readonly resource: Readonly<Record<string, string>>;
}

/** One figure of a run; a gauge, since each run begins at zero and is over when it is told. */
export interface TelemetryFigure {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly points: readonly {
    readonly value: number;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
}

/** Rows of types that failed; the others are one row. */
const mostTypes = 100;
const streams = ['objects', 'helmReleases', 'k8sTrees'] as const;

/** What is told of a run as numbers. The names are an interface: alerts and dashboards read them. */
export function telemetryFigures({report, exitCode}: TelemetryRun): TelemetryFigure[] {
  const {readings, discoveryFailures, oversized, milliseconds, result, endedAt} = report;
  const missing = readings.filter(({outcome}) => outcome !== 'complete');
  const figure = (name: string, unit: string, description: string, value: number): TelemetryFigure => ({
    name: `firefly.collector.run.${name}`,
    unit,
    description,
    points: [{value, attributes: {}}],
  });
  const ofStreams = (
    name: string,
    unit: string,
    description: string,
    of: (stream: RunReport['streams'][number]) => number,
  ): TelemetryFigure => ({
    ...figure(name, unit, description, 0),
    points: streams.flatMap((stream) => {
      const row = report.streams.find((one) => one.stream === stream);
      // Objects always: that there was none is what an alert looks for.
      if (row === undefined && stream !== 'objects') return [];
      return [{value: row === undefined ? 0 : of(row), attributes: {stream}}];
    }),
  });
  return [
    figure('duration', 's', 'From start to end.', milliseconds / 1000),
    figure('exit_code', '{code}', 'What the process ends with.', exitCode),
    ofStreams('items', '{item}', 'Items that were accepted.', ({items}) => items),
    ofStreams('bytes', 'By', 'JSON of the items that were accepted.', ({bytes}) => bytes),
    ofStreams('sent', 'By', 'Request bodies as sent.', ({sentBytes}) => sentBytes),
    ofStreams('requests', '{request}', 'Requests that were acknowledged.', ({requests}) => requests),
    ofStreams('retries', '{request}', 'Attempts beyond the first.', ({retries}) => retries),
    figure('types', '{type}', 'Types of which all was read.', readings.length - missing.length),
    figure('missing_types', '{type}', 'Types of which something could not be read.', missing.length),
    figure('missing_groups', '{group}', 'What could not be found out.', discoveryFailures.length),
    figure('missing_items', '{item}', 'Items that were too large to be sent.', oversized.length),
    ...(missing.length === 0
      ? []
      : [
          {
            ...figure('type_failures', '{type}', 'Types that are missing, by code.', 0),
            points: failures(missing),
          },
        ]),
    ...(result === 'success'
      ? [
          figure(
            'last_success',
            's',
            'When it ended, in seconds since the Unix epoch.',
            Date.parse(endedAt) / 1000,
          ),
        ]
      : []),
  ];
}

function failures(missing: RunReport['readings']): TelemetryFigure['points'] {
  const rows = missing.slice(0, mostTypes).map(({name, outcome, code = ''}) => ({
    value: 1,
    attributes: {type: name, outcome, code},
  }));
  const others = missing.length - rows.length;
  return others === 0
    ? rows
    : [...rows, {value: others, attributes: {type: 'others', outcome: '', code: ''}}];
}
