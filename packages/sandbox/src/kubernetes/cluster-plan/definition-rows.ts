import {groupsOf} from '../api-group.ts';
import {builtInResources} from '../built-in-resources.ts';
import {definitionName, filledLists, groupVersion} from '../resource-definition.ts';
import {customResources, deadGroupVersion} from './custom-resources.ts';
import type {ManifestParameters} from './manifests.ts';

/** One object that is made for each of something, with what it says of that. */
export interface NamedRow {
  readonly name: string;
  readonly parameters: ManifestParameters;
}

/** The CustomResourceDefinitions of all custom resources, in order of their names. */
export function definitionRows(): readonly NamedRow[] {
  return customResources
    .map((definition) => {
      const {group, versions, resource, singular, kind, namespaced, shortNames, categories} = definition;
      const kinds = {...filledLists({shortNames}), kind, listKind: `${kind}List`};
      const names = {plural: resource, singular, ...kinds, ...filledLists({categories})};
      const served = versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}},
        ...(definition.subresources.length === 0 ? {} : {subresources: {status: {}}}),
      }));
      const scope = namespaced ? 'Namespaced' : 'Cluster';
      const parameters = {group, names, scope, versions: served, stored: versions[0]};
      return {name: definitionName(definition), parameters};
    })
    .toSorted(byName);
}

/** The APIServices of all group versions, in order of their names. */
export function groupVersionRows(): readonly NamedRow[] {
  return groupsOf([...builtInResources, ...customResources], [deadGroupVersion])
    .flatMap(({name, versions}) => versions.map((entry) => ({group: name, ...entry})))
    .map(({group, version, available}) => ({
      name: `${version}.${group}`,
      parameters: {
        ...(group === '' ? {} : {group}),
        version,
        ...(available
          ? {status: 'True', reason: 'Local', message: 'Local APIServices are always available'}
          : {
              service: {namespace: 'kube-system', name: 'metrics-server', port: 443},
              status: 'False',
              reason: 'FailedDiscoveryCheck',
              message: `failing or missing response from https://10.0.0.7:443/apis/${groupVersion(group, version)}`,
            }),
      },
    }))
    .toSorted(byName);
}

function byName(one: NamedRow, other: NamedRow): number {
  return one.name < other.name ? -1 : 1;
}
