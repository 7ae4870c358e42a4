import {fieldsOf, textOf} from '../json/json-fields.ts';

/** One stored revision of a Helm release, as its object's metadata tells it. */
export interface ReleaseRevision {
  readonly namespace: string;
  /** The release's name. */
  readonly name: string;
  readonly revision: number;
  /** The label `status`, where there is one. */
  readonly status: string | undefined;
  /** Name of the Secret or ConfigMap. */
  readonly objectName: string;
  /** Of that object: labels, annotations and owners, for whoever leaves out what opted out. */
  readonly metadata: unknown;
}

/** What the metadata of one stored object says. */
export type RevisionReading =
  | {
      readonly kind: 'revision';
      readonly value: ReleaseRevision;
      /** Whether the object has the name that Helm gives to this revision. */
      readonly isNamed: boolean;
      readonly warning?: string;
    }
  /** Belongs to somebody else. */
  | {readonly kind: 'foreign'}
  | {readonly kind: 'unreadable'; readonly warning: string};

/** Helm 3 and 4 name the objects so: `sh.helm.release.v1.<release>.v<revision>` (storage.makeKey). */
const storageName = /^sh\.helm\.release\.v1\.(?<release>.+)\.v(?<revision>\d{1,15})$/s;

/**
 * Reads one revision: release and number from the name of its object, where that is named as Helm does, else from the
 * labels `name` and `version`. Where the two differ that is worth a warning: the name is what Helm finds a revision by.
 *
 * @param metadata `metadata` of the item, whatever that is.
 */
export function revisionOf(metadata: unknown): RevisionReading {
  const fields = fieldsOf(metadata);
  const labels = fieldsOf(fields['labels']);
  const owner = textOf(labels['owner']);
  if (owner !== undefined && owner !== 'helm') return {kind: 'foreign'};
  const objectName = textOf(fields['name']);
  const namespace = textOf(fields['namespace']);
  const where = `${namespace ?? '?'}/${objectName ?? '?'}`;
  if (objectName === undefined || namespace === undefined) {
    return {kind: 'unreadable', warning: `A stored Helm revision (${where}) has no name or no namespace.`};
  }
  const fromName = storageName.exec(objectName)?.groups;
  const label = {name: textOf(labels['name']), version: textOf(labels['version'])};
  const name = fromName?.['release'] ?? label.name;
  const revision = revisionNumber(fromName?.['revision'] ?? label.version ?? '');
  if (name === undefined || revision === undefined) {
    const missing = name === undefined ? 'name' : 'revision';
    const warning = `${where} is labelled as a Helm revision, but neither its name nor its labels tell the release's ${missing}; it is left out.`;
    return {kind: 'unreadable', warning};
  }
  const {annotations, ownerReferences} = fields;
  const kept = {name: objectName, namespace, labels, annotations, ownerReferences};
  const value = {namespace, name, revision, status: textOf(labels['status']), objectName, metadata: kept};
  const isNamed = fromName !== undefined;
  const differs = [
    ...(label.name === undefined || label.name === name ? [] : [`name is ${quoted(label.name)}`]),
    ...(label.version === undefined || revisionNumber(label.version) === revision
      ? []
      : [`version is ${quoted(label.version)}`]),
  ];
  if (differs.length === 0) return {kind: 'revision', value, isNamed};
  const warning = `Helm release ${namespace}/${name}: the label ${differs.join(' and ')}; revision ${revision} is taken from the object's name, ${objectName}.`;
  return {kind: 'revision', value, isNamed, warning};
}

/** A text of a stranger's in a sentence. */
function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 64));
}

/** Fifteen digits stay below 2^53, so that comparing is exact. */
function revisionNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
