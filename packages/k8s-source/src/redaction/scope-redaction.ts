import type {ResourceType} from '@firefly/core';
import type {RedactionScope} from './find-redactions.ts';
import type {RedactionRule} from './redaction-rule.ts';

/** Kinds whose `template` becomes a Secret: what stands in its `data` goes into the Secret as it is. */
const secretTemplateKinds: ReadonlySet<string> = new Set([
  'SealedSecret',
  'ExternalSecret',
  'ClusterExternalSecret',
  'PushSecret',
  'ClusterPushSecret',
]);

const helmStorageName = Buffer.from('"sh.helm.release.v1.');
const managedFields = Buffer.from('"managedFields"');
/** `annotations` and what custom resources prefix: `podAnnotations`. */
const annotations = Buffer.from('nnotations"');
const environment = ['env', 'Env', 'ENV', 'ontainers"'].map((text) => Buffer.from(text));
const escapedSlash = Buffer.from('\\/');
const escapedByte = Buffer.from('\\u00');
/** As a value, within a copy in JSON, within a copy in YAML. */
const secretKind = ['"Secret"', '"Secret\\"', 'kind: Secret'].map((text) => Buffer.from(text));

/**
 * Looks for the words without which no rule finds anything, at the speed of a byte search; undefined when the object
 * goes out as it is. A word too many costs a walk, never a wrong finding.
 */
export function scopeRedaction(
  bytes: Buffer,
  type: ResourceType,
  rules: ReadonlySet<RedactionRule>,
): RedactionScope | undefined {
  const isSecret = rules.has('secrets') && isSecretLike(bytes, type);
  const hasSecretTemplates = rules.has('secrets') && secretTemplateKinds.has(type.kind);
  const scope = {rules, isSecret, hasSecretTemplates};
  if (
    isSecret ||
    hasSecretTemplates ||
    mayHideKeys(bytes) ||
    (rules.has('secrets') && secretKind.some((word) => bytes.includes(word))) ||
    (rules.has('env') && environment.some((word) => bytes.includes(word)))
  ) {
    return {...scope, end: bytes.length};
  }
  const last = Math.max(
    rules.has('managedFields') ? bytes.lastIndexOf(managedFields) : -1,
    rules.has('lastApplied') ? bytes.lastIndexOf(annotations) : -1,
  );
  return last === -1 ? undefined : {...scope, end: last + 1};
}

/** Secrets, and the ConfigMaps that Helm stores releases in (`HELM_DRIVER=configmap`): the same payload. */
function isSecretLike(bytes: Buffer, {group, kind}: ResourceType): boolean {
  return group === '' && (kind === 'Secret' || (kind === 'ConfigMap' && bytes.includes(helmStorageName)));
}

/** A letter that is written as an escape (`\u0064ata`), or an escaped slash: the words cannot be searched for. */
function mayHideKeys(bytes: Buffer): boolean {
  const first = bytes.indexOf(0x5c);
  if (first === -1) return false;
  if (bytes.includes(escapedSlash, first)) return true;
  for (let at = bytes.indexOf(escapedByte, first); at !== -1; at = bytes.indexOf(escapedByte, at + 4)) {
    const code = Number.parseInt(bytes.toString('latin1', at + 4, at + 6), 16);
    // Go's encoder writes `<`, `>` and `&` so; no key of interest has them.
    if (code >= 0x2d && code < 0x7f && code !== 0x3c && code !== 0x3e) return true;
  }
  return false;
}
