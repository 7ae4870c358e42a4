import {parseArgs} from 'node:util';
import type {FireflyOptions, HandshakeAnswer} from './firefly-options.ts';

/** The flags of the embedded Firefly as a process of its own; numbers are in the units of `FireflyOptions`. */
const flags = {
  port: {type: 'string'},
  'access-key': {type: 'string'},
  'secret-key': {type: 'string'},
  'cluster-id': {type: 'string'},
  'expires-in': {type: 'string'},
  /** `true`, `false`, `missing` or `unreadable` (200 and what it says of trees), or a status. */
  handshake: {type: 'string'},
  'page-bytes': {type: 'string'},
  'max-request-bytes': {type: 'string'},
  'max-body-bytes': {type: 'string'},
  /** `memory`, `counts`, or the path of a folder. */
  keep: {type: 'string'},
  validate: {type: 'string'},
} as const;

const statuses = [204, 402, 404, 405, 409, 425, 500, 501] as const;

/** Reads `--port 0 --keep counts --validate light --handshake 204 …`. Throws an error with one sentence. */
export function readFireflyArguments(argv: readonly string[]): FireflyOptions {
  const {values} = parseArgs({args: [...argv], options: flags});
  const {keep, validate} = values;
  if (validate !== undefined && validate !== 'full' && validate !== 'light') {
    throw new Error('--validate must be full or light.');
  }
  return withoutUndefined({
    port: readNumber('port', values.port),
    accessKey: values['access-key'],
    secretKey: values['secret-key'],
    clusterId: values['cluster-id'],
    expiresIn: readNumber('expires-in', values['expires-in']),
    handshake: readHandshakeFlag(values.handshake),
    pageBytes: readNumber('page-bytes', values['page-bytes']),
    maxRequestBytes: readNumber('max-request-bytes', values['max-request-bytes']),
    maxBodyBytes: readNumber('max-body-bytes', values['max-body-bytes']),
    keep: keep === undefined || keep === 'memory' || keep === 'counts' ? keep : {folder: keep},
    validate,
  });
}

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new Error(`--${name} must be a whole number.`);
  return Number(text);
}

function readHandshakeFlag(text: string | undefined): HandshakeAnswer | undefined {
  switch (text) {
    case undefined:
      return undefined;
    case 'true':
    case 'false':
      return {sendTrees: text === 'true'};
    case 'missing':
    case 'unreadable':
      return {sendTrees: text};
    default: {
      const status = statuses.find((candidate) => String(candidate) === text);
      if (status !== undefined) return status;
      throw new Error(
        `--handshake must be true, false, missing, unreadable or one of ${statuses.join(', ')}.`,
      );
    }
  }
}

type Defined<T> = {[Key in keyof T]: Exclude<T[Key], undefined>};

function withoutUndefined<T extends object>(values: T): Partial<Defined<T>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<
    Defined<T>
  >;
}
