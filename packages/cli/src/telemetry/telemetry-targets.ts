import {masker} from '@firefly/core';
import {percentDecoded, protectUrlCredentials} from '@firefly/http/protect-url-credentials';

import type {Environment} from '../settings/read-environment.ts';

/** What is sent: each has an endpoint of its own. */
export type Signal = 'traces' | 'metrics';

/** How one signal is sent. */
export interface TelemetryTarget {
  readonly url: URL;
  readonly format: 'protobuf' | 'json';
  readonly isCompressed: boolean;
  /** Names in lower case; values are credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds for one attempt. */
  readonly timeout: number;
}

/** Where telemetry goes, as the environment says. */
export interface TelemetryTargets {
  readonly targets: Readonly<Partial<Record<Signal, TelemetryTarget>>>;
  /** Attributes of whoever sends it. */
  readonly resource: Readonly<Record<string, string>>;
  /** Sentences on what cannot be used, without its value where that may be a credential. */
  readonly problems: readonly string[];
}

/** All that telemetry may cost a run. */
export const telemetryMilliseconds = 3000;

const prefix = 'OTEL_EXPORTER_OTLP_';
const pairsExpected = 'name=value, several with commas between';
const formats: ReadonlyMap<string, TelemetryTarget['format']> = new Map([
  ['', 'protobuf'],
  ['http/protobuf', 'protobuf'],
  ['http/json', 'json'],
]);

/** Hands the masker what the headers hold, and the password of an endpoint, before anybody looks at them. */
export function protectTelemetrySecrets(environment: Environment): void {
  for (const [name, value = ''] of Object.entries(environment)) {
    if (!name.startsWith(prefix)) continue;
    if (name.endsWith('ENDPOINT')) protectUrlCredentials(value.trim());
    if (!name.endsWith('HEADERS')) continue;
    masker.protect(value.trim());
    for (const text of Object.values(pairsOf(value) ?? {}))
      for (const word of [text, ...text.split(/\s+/)]) masker.protect(word);
  }
}

/**
 * Reads OpenTelemetry's own variables (its specification: "Environment Variables", "OTLP"): those of one signal
 * win over the general ones, an empty one is none. Without an endpoint nothing is sent.
 */
export function telemetryTargets(environment: Environment): TelemetryTargets {
  const problems: string[] = [];
  const of = (name: string) => environment[name]?.trim() ?? '';
  const isOff = of('OTEL_SDK_DISABLED').toLowerCase() === 'true';
  const targets = Object.fromEntries(
    (isOff ? [] : (['traces', 'metrics'] as const)).flatMap((signal) => {
      const target = targetOf(signal, of, (sentence) => problems.push(sentence));
      return target === undefined ? [] : [[signal, target]];
    }),
  );
  if (Object.keys(targets).length === 0) return {targets, resource: {}, problems: [...new Set(problems)]};
  const resource = pairsOf(of('OTEL_RESOURCE_ATTRIBUTES'));
  if (resource === undefined)
    problems.push(`OTEL_RESOURCE_ATTRIBUTES: the value does not fit; expected ${pairsExpected}.`);
  const name = of('OTEL_SERVICE_NAME');
  return {
    targets,
    resource: {...resource, ...(name === '' ? {} : {'service.name': name})},
    problems: [...new Set(problems)],
  };
}

function targetOf(
  signal: Signal,
  of: (name: string) => string,
  problem: (sentence: string) => void,
): TelemetryTarget | undefined {
  const upper = signal.toUpperCase();
  /** Which variable counts. */
  const nameOf = (name: string) =>
    of(`${prefix}${upper}_${name}`) === '' ? `${prefix}${name}` : `${prefix}${upper}_${name}`;
  const refuse = (name: string, expected: string) => {
    problem(`${name}: the value does not fit; expected ${expected}. No ${signal} are sent.`);
    return undefined;
  };
  const endpointName = nameOf('ENDPOINT');
  const endpoint = of(endpointName);
  const exporter = of(`OTEL_${upper}_EXPORTER`);
  if (endpoint === '' || exporter === 'none') return undefined;
  if (exporter !== '' && exporter !== 'otlp') return refuse(`OTEL_${upper}_EXPORTER`, 'otlp or none');
  const url = URL.parse(
    endpointName.includes(upper) ? endpoint : `${endpoint.replace(/\/+$/, '')}/v1/${signal}`,
  );
  if (url === null || !/^https?:$/.test(url.protocol))
    return refuse(endpointName, 'a URL with http:// or https://');
  const format = formats.get(of(nameOf('PROTOCOL')));
  if (format === undefined)
    return refuse(nameOf('PROTOCOL'), 'http/protobuf or http/json (grpc is not spoken here)');
  const compression = of(nameOf('COMPRESSION'));
  if (!['', 'none', 'gzip'].includes(compression)) return refuse(nameOf('COMPRESSION'), 'gzip or none');
  const headers = pairsOf(of(nameOf('HEADERS')));
  if (headers === undefined) return refuse(nameOf('HEADERS'), pairsExpected);
  const timeout = of(nameOf('TIMEOUT'));
  if (!/^\d*$/.test(timeout)) return refuse(nameOf('TIMEOUT'), 'milliseconds');
  const own = url.username === '' ? {} : {authorization: basic(url)};
  url.username = '';
  url.password = '';
  return {
    url,
    format,
    isCompressed: compression === 'gzip',
    headers: {
      ...own,
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    },
    timeout: Math.min(Number(timeout) || telemetryMilliseconds, telemetryMilliseconds),
  };
}

function basic({username, password}: URL): string {
  const text = Buffer.from(`${percentDecoded(username)}:${percentDecoded(password)}`).toString('base64');
  masker.protect(text);
  return `Basic ${text}`;
}

/** `name=value,name=value`, percent-encoded, as W3C Baggage writes it; undefined where it is something else. */
function pairsOf(text: string): Record<string, string> | undefined {
  const parts = text.split(',').filter((part) => part.trim() !== '');
  try {
    return Object.fromEntries(
      parts.map((part) => {
        const [, name = '', value = ''] = /^([^=]+)=([^]*)$/.exec(part) ?? [];
        if (name.trim() === '') throw new SyntaxError(part);
        return [decodeURIComponent(name.trim()), decodeURIComponent(value.trim())];
      }),
    );
  } catch {
    return undefined;
  }
}
