import {copyAnnotations} from './copy-annotations.ts';
import type {Rule} from './rule.ts';

/** A set of rules that `collector.redact` names. */
export interface RuleSet {
  /** One sentence for the documentation: what goes. */
  readonly takes: string;
  /** And what stays that one might expect to go. */
  readonly leaves: string;
  readonly rules: readonly Rule[];
}

/** Whoever writes them: KubeVela, KUDO, Mattermost, VictoriaMetrics, qbec, … */
const lastAppliedNames =
  ' -config -configuration -manifest -object -resource -spec -state -template -instance-state'
    .split(' ')
    .flatMap((what) => [
      `last-applied${what}`,
      `*/last-applied${what}`,
      `*.last-applied${what}`,
      `*/lastapplied${what}`,
    ]);

/** The built-in sets, by name. Each reads all that the readers know, within one another, and Helm releases too. */
export const builtInRules = {
  secrets: {
    takes: 'all values of Secrets, and of what Secrets are made of',
    leaves: 'names, labels and keys of Secrets; secrets that stand in other objects',
    rules: [
      {name: 'secrets', kinds: ['secrets'], path: 'data.*'},
      {name: 'secrets', kinds: ['secrets'], path: 'stringData.*'},
      {name: 'secrets', kinds: ['secrets'], annotations: copyAnnotations},
      {name: 'secrets', kinds: ['configmaps'], names: ['sh.helm.release.v1.*'], path: 'data.release'},
      ...[
        'sealedsecrets.bitnami.com',
        'externalsecrets.external-secrets.io',
        'clusterexternalsecrets.external-secrets.io',
        'pushsecrets.external-secrets.io',
        'clusterpushsecrets.external-secrets.io',
      ].map((kind): Rule => ({
        name: 'secrets',
        kinds: [kind],
        path: '**.template.data.*',
        except: 'templates',
      })),
    ],
  },
  env: {
    takes: 'values of environment variables whose name says that they are secret',
    leaves: 'variables with other names, whatever their value; references to Secrets',
    rules: [{name: 'env', within: 'environment', detectors: ['telling key']}],
  },
  managedFields: {
    takes: '`metadata.managedFields`, which is bulky',
    leaves: 'nothing of it',
    rules: [{name: 'managedFields', path: 'metadata.managedFields'}],
  },
  lastApplied: {
    takes: 'annotations that hold a copy of a manifest, or a token',
    leaves: 'other annotations',
    rules: [
      {name: 'lastApplied', annotations: [...copyAnnotations, ...lastAppliedNames]},
      {name: 'lastApplied', annotations: ['*'], detectors: ['copy']},
    ],
  },
  keys: {
    takes:
      'values whose key says that they are secret, anywhere: ConfigMaps, custom resources, annotations, arguments, probes',
    leaves: 'file names, paths, references, settings, times and counts about a secret',
    rules: [{name: 'keys', detectors: ['telling key']}],
  },
  values: {
    takes:
      'what has the form of a secret, anywhere: private keys, tokens of the big vendors, passwords in URLs, hashes',
    leaves: 'certificates, public keys, digests, identifiers, references',
    rules: [{name: 'values', detectors: ['telling value']}],
  },
} as const satisfies Readonly<Record<string, RuleSet>>;

/** The name of one set. */
export type RuleSetName = keyof typeof builtInRules;

/** What `collector.redact` takes: the names of the sets, and `all`. */
export const redactChoices = [...(Object.keys(builtInRules) as RuleSetName[]), 'all'] as const;

/** The sets that these choices name. */
export function chosenRuleSets(choices: readonly string[]): readonly RuleSetName[] {
  const names = Object.keys(builtInRules) as RuleSetName[];
  return choices.includes('all') ? names : names.filter((name) => choices.includes(name));
}
