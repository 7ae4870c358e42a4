import {maskStrings, showText, version, visibleJson} from '@firefly/core';
import type {DestinationStream, Level} from 'pino';

import type {ProcessContext} from '../commands/command-context.ts';
import {useColor} from '../terminal/use-color.ts';
import type {Log, LogFields} from './log.ts';

/** Whose log it is, and what its lines look like. */
export interface LogOptions {
  readonly process: Pick<ProcessContext, 'environment' | 'stderr' | 'runId'>;
  /** Which cluster the lines are about, where that is known. */
  readonly clusterId?: string | undefined;
  /** `text` is for people; `auto` (default) means that on a terminal, and JSON elsewhere. */
  readonly format?: 'auto' | 'json' | 'text';
  /** Debug lines too. Default: none. */
  readonly debug?: boolean;
  /** Takes one finished line, line end included. Default: standard error. */
  readonly print?: (line: string) => void;
}

/** Warnings with one message that are printed: a cluster may lack any number of things. */
const mostWarnings = 100;

/**
 * A log whose lines are printed at once, without a thread of its own: JSON as `docs/log-line.schema.json` has it, each
 * line with cluster, run and version, or readable ones. What makes lines readable is loaded only then. All strings pass
 * through the masker; what would act on a screen in place of being seen is written out, in JSON as JSON writes it.
 */
export async function createLog(options: LogOptions): Promise<Log> {
  const {process, clusterId, debug = false} = options;
  const {print = (line: string) => void process.stderr.write(line)} = options;
  const readable = isReadable(options);
  const format = readable
    ? await readableFormat(useColor(process.stderr.isTTY === true, process.environment))
    : visibleJson;
  const shown = readable ? showText : undefined;
  const destination: DestinationStream = {write: (line) => print(format(line))};
  const known = {...(clusterId === undefined ? {} : {clusterId}), runId: process.runId, version};
  const identity = maskStrings(known) as typeof known;
  // A third of what `--version` would load.
  const {pino} = await import('pino');
  const logger = pino(
    {
      level: debug ? 'debug' : 'info',
      base: {...identity},
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {level: (label) => ({level: label})},
    },
    destination,
  );
  const at =
    (level: Level) =>
    (message: string, fields: LogFields = {}) =>
      logger[level](maskStrings(fields, shown), maskStrings(message, shown) as string);
  const warnings = new Map<string, number>();
  return {
    // Nothing is masked for lines that nobody sees: a run has one of these for each type.
    debug: debug ? at('debug') : () => {},
    info: at('info'),
    warn(message, fields) {
      const count = (warnings.get(message) ?? 0) + 1;
      warnings.set(message, count);
      if (count <= mostWarnings) at('warn')(message, fields);
      else if (count === mostWarnings + 1)
        at('warn')(message, {detail: 'More of these are not shown; the report has them all.'});
    },
    error: at('error'),
  };
}

/** Whether the lines are for people. */
export function isReadable({process, format = 'auto'}: Pick<LogOptions, 'process' | 'format'>): boolean {
  return format === 'text' || (format === 'auto' && process.stderr.isTTY === true);
}

async function readableFormat(color: boolean): Promise<(line: string) => string> {
  const {prettyFactory} = (await import('pino-pretty')).default;
  const format = prettyFactory({
    colorize: color,
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss',
    // Given a "name", it would show that as the program's.
    messageFormat: '{msg}{if name} ({name}){end}{if detail}: {detail}{end}',
    ignore: 'name,detail,clusterId,runId,version,settings',
  });
  return (line) => format(line);
}
