import {parseTypeName} from '@firefly/core';
import {helmStorageType} from '@firefly/k8s-source';

import {type RbacRule, rulesFor} from '../../check/rbac-rule.ts';
import {namespacesOf} from '../../settings/namespaces-of.ts';
import {wantsReleases} from '../../settings/wants-releases.ts';
import type {Settings} from '../../settings/settings.ts';
import type {Preview} from '../preview.ts';

/** What a ClusterRole needs for a run that reads all that this one tried to. */
export function neededRules({report}: Preview, settings: Settings): RbacRule[] {
  const {helmDriver, protocol, honorOptOut, namespaceSelector} = settings;
  const names = new Set(report.readings.map(({name}) => name).filter((name) => !name.includes(' ')));
  const isGlob = namespacesOf(settings).watchNamespaces.some((pattern) => /[*?!]/.test(pattern));
  if (isGlob || namespaceSelector !== undefined || honorOptOut !== 'off') names.add('namespaces');
  const read = [...names].map(parseTypeName);
  const identity: RbacRule = {
    apiGroups: [''],
    resources: ['namespaces'],
    verbs: ['get'],
    resourceNames: ['kube-system'],
  };
  const storage = helmDriver === 'configmap' || helmDriver === 'secret' ? [helmStorageType(helmDriver)] : [];
  const isHelm = wantsReleases(settings) && protocol !== 'objects';
  return [...rulesFor(read, ['list']), identity, ...(isHelm ? rulesFor(storage, ['get', 'list']) : [])];
}
