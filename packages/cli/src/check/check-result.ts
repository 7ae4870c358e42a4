import type {RbacRule} from './rbac-rule.ts';

/**
 * How one check ended. `warning`: a run would succeed, though not as somebody might expect; `unknown`: the question
 * could not be put, so that nobody knows; `skipped`: it does not matter with these settings.
 */
export type CheckStatus = 'ok' | 'warning' | 'failed' | 'unknown' | 'skipped';

/** One line of `firefly-collector check`. Plain data that survives JSON. */
export interface CheckResult {
  /** Stable, for programs: `cluster`, `permissions`. Several results may share one. */
  readonly id: CheckId;
  readonly status: CheckStatus;
  /** What was found, in a sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy?: string;
  /** Where cause and cure of the error stand: a URL. */
  readonly help?: string;
  /** What to add to the role where permissions are missing. */
  readonly rules?: readonly RbacRule[];
  /** The types that it speaks of. */
  readonly types?: readonly string[];
  /** The namespaces in which it holds. */
  readonly namespaces?: readonly string[];
  /** Not everything would be delivered: with `--strict` that is a failure. */
  readonly incomplete?: true;
}

/** What is checked, in the order in which it is shown. */
export const checkNames = {
  configuration: 'Configuration',
  cluster: 'Cluster',
  folder: 'Folder',
  identity: 'Identity',
  discovery: 'Discovery',
  types: 'Types',
  permissions: 'Permissions',
  helm: 'Helm releases',
  login: 'Login',
  contract: 'Contract',
  proxy: 'Proxy',
  clock: 'Clock',
  spool: 'Spool',
} as const;

export type CheckId = keyof typeof checkNames;
