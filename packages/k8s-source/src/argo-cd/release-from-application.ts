import {fieldsOf, listOf, textOf} from '../json/json-fields.ts';
import {applicationManifest} from './application-manifest.ts';
import {sourceOf} from './application-source.ts';

/** An Argo CD application in the shape of a Helm release; what `createHelmReleaseItem` takes. */
export interface ApplicationRelease {
  readonly namespace: string | undefined;
  readonly name: string;
  readonly bytes: Uint8Array;
}

const encoder = new TextEncoder();

/**
 * A Helm release made of an `Application` of the group `argoproj.io` that has a source of Helm or of plain files
 * (`sourceOf`); undefined for anything else, and never throws.
 *
 * What the application does not tell is left out (`first_deployed`, `last_deployed` and `version` without a history,
 * `home` and the chart's `version` without a source), as Helm leaves out empty fields; `manifest` is always there.
 *
 * @param limit Bytes that a release may have; one that is longer is not made to its end.
 */
export function releaseFromApplication(application: unknown, limit: number): ApplicationRelease | undefined {
  const {apiVersion, kind, metadata, spec, status} = fieldsOf(application);
  if (kind !== 'Application' || textOf(apiVersion)?.startsWith('argoproj.io/') !== true) return undefined;
  const name = textOf(fieldsOf(metadata)['name']);
  if (name === undefined) return undefined;
  const {health, history, resources} = fieldsOf(status);
  const source = sourceOf(spec, status);
  if (source === undefined) return undefined;
  const namespace = textOf(fieldsOf(metadata)['namespace']);
  const deployed = listOf(history)
    .map((entry) => timeOf(fieldsOf(entry)['deployedAt']))
    .filter((time) => time !== undefined);
  // JSON.stringify leaves out what is undefined.
  const release = {
    name,
    info: {
      first_deployed: deployed[0],
      last_deployed: deployed.at(-1),
      status: releaseStatus(fieldsOf(health)['status']),
    },
    chart: {
      metadata: {
        name,
        home: homeOf(textOf(source['repoURL'])),
        version: textOf(source['targetRevision']),
        apiVersion: 'v2',
        type: 'application',
      },
    },
    manifest: applicationManifest(name, resources, limit),
    version: idOf(fieldsOf(listOf(history).at(-1))['id']),
    namespace,
  };
  return {namespace, name, bytes: encoder.encode(JSON.stringify(release))};
}

/** Health as Argo CD's health checks name it to a status as Helm names it. */
function releaseStatus(health: unknown): 'deployed' | 'failed' | 'unknown' {
  switch (textOf(health)?.toLowerCase()) {
    case 'degraded':
    case 'missing':
      return 'failed';
    case 'unknown':
    case undefined:
      return 'unknown';
    default:
      return 'deployed';
  }
}

function homeOf(repository: string | undefined) {
  const home = repository?.replace(/\/$/, '');
  return home?.startsWith('https://github.com/') === true ? home.replace(/\.git$/, '') : home;
}

/** Goes out as it is written; what is no RFC 3339 time would break who reads it. */
function timeOf(value: unknown) {
  const text = textOf(value);
  const isTime = text !== undefined && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text);
  return isTime && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

/** Argo CD counts from 0; an integer that a double cannot hold would go out changed. */
function idOf(value: unknown) {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? value : undefined;
}
