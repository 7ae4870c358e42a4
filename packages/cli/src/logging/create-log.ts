import {maskStrings, showText, visibleJson} from '@firefly/core';
import pino, {type DestinationStream, type Level} from 'pino';

import type {Log, LogFields} from './log.ts';

export interface LogOptions {
  /** Takes one finished line, line end included. */
  readonly print: (line: string) => void;
  /** Lines for people in place of JSON. */
  readonly readable: boolean;
  readonly color: boolean;
  /** Debug lines too. */
  readonly debug: boolean;
}

/**
 * A log whose lines are printed at once, without a thread of its own: JSON (`level`, `time`, the fields, `msg`), or
 * readable ones. What makes lines readable is loaded only then. All strings pass through the masker; what would act on a
 * screen in place of being seen is written out, in JSON as JSON writes it.
 */
export async function createLog(options: LogOptions): Promise<Log> {
  const {print, readable, color, debug} = options;
  const format = readable ? await readableFormat(color) : visibleJson;
  const shown = readable ? showText : undefined;
  const destination: DestinationStream = {write: (line) => print(format(line))};
  const logger = pino(
    {
      level: debug ? 'debug' : 'info',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {level: (label) => ({level: label})},
    },
    destination,
  );
  const at =
    (level: Level) =>
    (message: string, fields: LogFields = {}) =>
      logger[level](maskStrings(fields, shown), maskStrings(message, shown) as string);
  return {debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error')};
}

async function readableFormat(color: boolean): Promise<(line: string) => string> {
  const {prettyFactory} = (await import('pino-pretty')).default;
  const format = prettyFactory({
    colorize: color,
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss',
    messageFormat: '{msg}{if detail}: {detail}{end}',
    ignore: 'detail',
  });
  return (line) => format(line);
}
