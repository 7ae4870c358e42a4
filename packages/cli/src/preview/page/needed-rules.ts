import {helmStorageType} from '@firefly/k8s-source';

import {type RbacRule, rulesFor} from '../../check/rbac-rule.ts';
import type {Settings} from '../../settings/settings.ts';
import type {Preview} from '../preview.ts';

/** What a ClusterRole needs for a run that reads all that this one tried to. */
export function neededRules(
  {report}: Preview,
  {helmReleases, helmDriver, types, protocol}: Settings,
): RbacRule[] {
  const read = report.readings.flatMap(({name}) => {
    const [resource = '', ...group] = name.split('.');
    return name.includes(' ') ? [] : [{resource, group: group.join('.')}];
  });
  const identity: RbacRule = {
    apiGroups: [''],
    resources: ['namespaces'],
    verbs: ['get'],
    resourceNames: ['kube-system'],
  };
  const storage = helmDriver === 'configmap' || helmDriver === 'secret' ? [helmStorageType(helmDriver)] : [];
  const isHelm = helmReleases && types === undefined && protocol !== 'objects';
  return [...rulesFor(read, ['list']), identity, ...(isHelm ? rulesFor(storage, ['get', 'list']) : [])];
}
