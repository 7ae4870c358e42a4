import {helmStorageType} from '@firefly/k8s-source';

import {askPermission, type Permission} from './ask-permission.ts';
import type {ClusterCheckContext} from './check-context.ts';
import type {CheckResult} from './check-result.ts';
import {rulesFor} from './rbac-rule.ts';

/**
 * Whether the objects in which Helm keeps its releases may be listed and read. Where not, a run goes on without
 * releases: a warning, unless it is strict.
 */
export async function checkHelm({
  api,
  scope: {paths, permitted},
  settings,
  signal,
  role,
}: ClusterCheckContext): Promise<CheckResult> {
  const {helmReleases, helmDriver, protocol} = settings;
  if (!helmReleases) return skipped('collector.helmReleases is false: no release is read.');
  if (protocol === 'objects') return skipped('The contract objects carries no releases: none is read.');
  if (helmDriver !== 'secret' && helmDriver !== 'configmap') {
    return {
      id: 'helm',
      status: 'warning',
      message: `What HELM_DRIVER=${helmDriver} stores is not in the cluster: no release would be collected.`,
      remedy: 'Set HELM_DRIVER to what Helm uses: secret or configmap.',
      incomplete: true,
    };
  }
  const type = helmStorageType(helmDriver);
  const {resource} = type;
  const questions = (paths ?? [undefined]).flatMap((namespace) =>
    (['list', 'get'] as const).map((verb) => ({type, verb, namespace})),
  );
  const answers = await Promise.all(questions.map(async (one) => askPermission(api, one, signal)));
  const permission: Permission = answers.find(({kind}) => kind !== 'allowed') ?? {kind: 'allowed'};
  if (permission.kind === 'allowed')
    return {id: 'helm', status: 'ok', message: `Helm's storage, ${resource}, may be listed and read.`};
  if (permission.kind === 'unknown') {
    return {
      id: 'helm',
      status: 'unknown',
      message: `Whether ${resource} may be listed and read could not be asked. ${permission.message}`,
      remedy: 'Try again.',
    };
  }
  const candidates = paths === undefined ? (await permitted.for(type)).names : [];
  const rules = rulesFor([type], ['get', 'list']);
  const where = candidates.length === 0 ? '' : ` outside of ${candidates.join(', ')}`;
  return {
    id: 'helm',
    status: 'warning',
    message: `${resource} may not be listed and read${where}: their Helm releases would be missing.`,
    remedy: `Add this rule to ${role}, or set collector.helmReleases to false.`,
    rules,
    incomplete: true,
  };
}

function skipped(message: string): CheckResult {
  return {id: 'helm', status: 'skipped', message};
}
