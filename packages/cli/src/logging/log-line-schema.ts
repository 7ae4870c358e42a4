import {runReportSchema} from '../report/run-report-schema.ts';
import type {RunFinished} from '../report/log-run-report.ts';
import type {RunStarted} from './log-run-start.ts';

const text = (description: string) => ({type: 'string', description}) as const;
const count = (description: string) => ({type: 'integer', minimum: 0, description}) as const;

/** The fields of one event, which the compiler compares with the interface of whoever writes it. */
function event<Fields>() {
  return <Properties extends Record<keyof Fields, object>>(
    msg: string,
    properties: Properties,
    optional: readonly (keyof Fields & string)[] = [],
  ) => ({
    if: {properties: {msg: {const: msg}}},
    // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema; nobody awaits a schema
    then: {
      properties,
      required: Object.keys(properties).filter((name) => !(optional as readonly string[]).includes(name)),
    },
  });
}

const {properties: report} = runReportSchema;

/** One line of the log as JSON. Published as docs/log-line.schema.json. */
export const logLineSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'One line of the log of firefly-collector',
  description: 'Other fields are facts of one event; names and meaning of those below are kept.',
  type: 'object',
  properties: {
    level: {
      enum: ['debug', 'info', 'warn', 'error'],
      description: 'warn: somebody should look. error: the run fails.',
    },
    time: text('RFC 3339, UTC.'),
    clusterId: text("The cluster's identifier in Firefly; absent where it is not known yet."),
    runId: text('The same on every line of one run, in its report and in what is sent to Firefly.'),
    version: text('Of firefly-collector.'),
    msg: text('What happened: the same words for the same event.'),
    detail: text('A sentence for people.'),
  },
  required: ['level', 'time', 'runId', 'version', 'msg'],
  allOf: [
    event<RunStarted>()('Run started', {
      detail: text('What was decided, in a sentence.'),
      contract: text('dry-run, or the setting protocol: with auto, Firefly decides.'),
      redact: {type: 'array', items: {type: 'string'}, description: 'The setting redact.'},
      settings: {
        type: 'object',
        additionalProperties: {type: 'string'},
        description: 'Settings that are not defaults; secrets masked, long texts cut.',
      },
    }),
    event<RunFinished>()(
      'Run finished',
      {
        detail: text('The outcome in a sentence.'),
        result: report.result,
        code: report.code,
        help: text('Where the cause and the cure of the code stand.'),
        exitCode: count('What the process ends with.'),
        milliseconds: count('From start to end.'),
        types: count('Types of which all was read.'),
        items: count('Items that were accepted, in all streams.'),
        bytes: count('Their JSON text.'),
        sentBytes: count('Bytes of request bodies as sent.'),
        requests: count('Requests that were acknowledged.'),
        retries: count('Attempts beyond the first.'),
        missingTypes: count('Types, and Helm releases as one, of which something could not be read.'),
        missingGroups: count('API groups, types and files that could not be found out.'),
        missingItems: count('Single items that were too large to be sent.'),
        warnings: count('Everything else that is worth a look.'),
        report: {
          type: 'object',
          properties: {result: report.result, reason: report.reason, code: report.code},
          required: ['result'],
          description:
            'What the report begins with; with collector.reportInLog all of it (run-report.schema.json).',
        },
      },
      ['code', 'help'],
    ),
  ],
} as const;
