import type {PartialMetadata} from './partial-metadata.ts';

/** One stored revision of a Helm release, as its object's metadata tells it. */
export interface ReleaseRevision {
  readonly namespace: string;
  /** The release's name. */
  readonly name: string;
  readonly revision: number;
  /** The label `status`; undefined where it is missing, then the payload decides. */
  readonly status: string | undefined;
  /** Name of the Secret or ConfigMap. */
  readonly objectName: string;
}

/** What the metadata of one stored object says. */
export type RevisionReading =
  | {readonly kind: 'revision'; readonly value: ReleaseRevision; readonly warning?: string}
  /** Belongs to somebody else. */
  | {readonly kind: 'foreign'}
  | {readonly kind: 'unreadable'; readonly warning: string};

/** Helm 3 and 4 name the objects so: `sh.helm.release.v1.<release>.v<revision>` (storage.makeKey). */
const storageName = /^sh\.helm\.release\.v1\.(?<release>.+)\.v(?<revision>\d{1,15})$/s;

/**
 * Reads one revision from its labels `name`, `version` and `status`, and from the object's own name where a label is
 * missing. A `version` that is no number is worth a warning, since the labels are Helm's own.
 */
export function revisionOf(metadata: PartialMetadata): RevisionReading {
  const labels = metadata.labels ?? {};
  const owner = textOf(labels['owner']);
  if (owner !== undefined && owner !== 'helm') return {kind: 'foreign'};
  const objectName = textOf(metadata.name);
  const namespace = textOf(metadata.namespace);
  const where = `${namespace ?? '?'}/${objectName ?? '?'}`;
  if (objectName === undefined || namespace === undefined) {
    return {kind: 'unreadable', warning: `A stored Helm revision (${where}) has no name or no namespace.`};
  }
  const fromName = storageName.exec(objectName)?.groups;
  const name = textOf(labels['name']) ?? fromName?.['release'];
  const version = textOf(labels['version']);
  const label = version === undefined ? undefined : revisionNumber(version);
  const revision = label ?? revisionNumber(fromName?.['revision'] ?? '');
  if (name === undefined || revision === undefined) {
    const missing = name === undefined ? 'name' : 'revision';
    const warning = `${where} is labelled as a Helm revision, but neither its labels nor its name tell the release's ${missing}; it is left out.`;
    return {kind: 'unreadable', warning};
  }
  const value = {namespace, name, revision, status: textOf(labels['status']), objectName};
  if (version === undefined || label !== undefined) return {kind: 'revision', value};
  const warning = `Helm release ${namespace}/${name}: the label version of ${objectName} is ${JSON.stringify(version)}, expected a number; revision ${revision} is taken from the object's name.`;
  return {kind: 'revision', value, warning};
}

/** Labels come from the cluster, so their type is a promise that nobody made. Empty counts as missing. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Fifteen digits stay below 2^53, so that comparing is exact. */
function revisionNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
