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

const helmStorageName = Buffer.from('sh.helm.release.v1.');
/** Words begin with a rare letter where they can: the search stops at each of it. */
const managedFields = Buffer.from('managedFields"');
/** `annotations`, and what custom resources prefix: `podAnnotations`. */
const annotations = Buffer.from('nnotations"');
/** What all names of environments share: `env`, `extraEnvVars`, `environment`. */
const environments = [Buffer.from('nv'), Buffer.from('NV')];
const secret = Buffer.from('Secret');
/** What may follow the word where it is a kind: in JSON, in JSON within a string, in YAML within a string. */
const afterKind: ReadonlySet<number | undefined> = new Set(Buffer.from('"\\\' ,}]'));

/** Without its backslash, of which texts within texts are full. */
const escapedByte = Buffer.from('u00');

/**
 * Looks for the words without which a rule finds nothing, at the speed of a byte search. A word too many costs a
 * walk, never a wrong finding. Undefined when the object goes out as it is.
 */
export function scopeRedaction(
  bytes: Buffer,
  type: ResourceType,
  rules: ReadonlySet<RedactionRule>,
): RedactionScope | undefined {
  const isSecret = rules.has('secrets') && isSecretLike(bytes, type);
  const hasSecretTemplates = rules.has('secrets') && secretTemplateKinds.has(type.kind);
  if (mayHideKeys(bytes)) return {rules, isSecret, hasSecretTemplates, end: bytes.length};

  const ends = new Map<RedactionRule, number>();
  const readsAnnotations = rules.has('secrets') || rules.has('lastApplied') || rules.has('env');
  // A copy may be packed, so that no word is there to be found.
  const endOfAnnotations = readsAnnotations ? endOfLast(bytes, annotations) : 0;
  if (isSecret || hasSecretTemplates || (rules.has('secrets') && namesSecret(bytes))) {
    ends.set('secrets', bytes.length);
  } else if (rules.has('secrets')) {
    ends.set('secrets', endOfAnnotations);
  }
  if (rules.has('managedFields')) ends.set('managedFields', endOfLast(bytes, managedFields));
  if (rules.has('lastApplied')) ends.set('lastApplied', endOfAnnotations);
  if (rules.has('env')) {
    ends.set('env', Math.max(endOfAnnotations, ...environments.map((word) => endOfLast(bytes, word))));
  }

  const active = new Set([...ends].filter(([, end]) => end > 0).map(([rule]) => rule));
  if (active.size === 0) return undefined;
  return {rules: active, isSecret, hasSecretTemplates, end: Math.max(...ends.values())};
}

/** The offset behind the word's last occurrence; 0 without any. Forwards, because the engine searches so faster. */
function endOfLast(bytes: Buffer, word: Buffer): number {
  let end = 0;
  for (let at = bytes.indexOf(word); at !== -1; at = bytes.indexOf(word, end)) end = at + word.length;
  return end;
}

function namesSecret(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(secret); at !== -1; at = bytes.indexOf(secret, at + secret.length)) {
    if (afterKind.has(bytes[at + secret.length])) return true;
  }
  return false;
}

/** Secrets, and the ConfigMaps that Helm stores releases in (`HELM_DRIVER=configmap`): the same payload. */
function isSecretLike(bytes: Buffer, {group, kind}: ResourceType): boolean {
  return group === '' && (kind === 'Secret' || (kind === 'ConfigMap' && bytes.includes(helmStorageName)));
}

/** Whether a letter is written as an escape (`\u0064ata`), so that the words cannot be searched for. */
function mayHideKeys(bytes: Buffer): boolean {
  for (
    let at = bytes.indexOf(escapedByte);
    at !== -1;
    at = bytes.indexOf(escapedByte, at + escapedByte.length)
  ) {
    if (bytes[at - 1] !== 0x5c) continue;
    const code = Number.parseInt(bytes.toString('latin1', at + 3, at + 5), 16);
    // Go's encoder writes `<`, `>` and `&` so, and no word has them.
    if (code >= 0x2d && code < 0x7f && code !== 0x3c && code !== 0x3e) return true;
  }
  return false;
}
