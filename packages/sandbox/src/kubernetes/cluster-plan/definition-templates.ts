import {groupVersion, type ResourceDefinition} from '../resource-definition.ts';
import type {TemplateBuilder} from './template-builder.ts';
import {typedMetadata} from './typed-metadata.ts';

/** One CustomResourceDefinition; of its schema just enough to look like one. */
export function customResourceDefinitionTemplate(definition: ResourceDefinition): TemplateBuilder {
  const {group, versions, resource, singular, kind, namespaced, shortNames, categories, subresources} =
    definition;
  const names = {
    plural: resource,
    singular,
    ...(shortNames.length === 0 ? {} : {shortNames}),
    kind,
    listKind: `${kind}List`,
    ...(categories.length === 0 ? {} : {categories}),
  };
  return (at) => ({
    metadata: typedMetadata(at, {namespaced: false, generation: 1}),
    spec: {
      group,
      names,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}},
        ...(subresources.length === 0 ? {} : {subresources: {status: {}}}),
      })),
      conversion: {strategy: 'None'},
    },
    status: {
      conditions: [
        {type: 'Established', status: 'True', lastTransitionTime: at.created, reason: 'InitialNamesAccepted'},
      ],
      acceptedNames: names,
      storedVersions: [versions[0]],
    },
  });
}

/** One APIService: the aggregator's entry for a group version. */
export function apiServiceTemplate(group: string, version: string, available: boolean): TemplateBuilder {
  const condition = available
    ? {status: 'True', reason: 'Local', message: 'Local APIServices are always available'}
    : {
        status: 'False',
        reason: 'FailedDiscoveryCheck',
        message: `failing or missing response from https://10.0.0.7:443/apis/${groupVersion(group, version)}`,
      };
  return (at) => ({
    metadata: typedMetadata(at, {
      namespaced: false,
      labels: {'kube-aggregator.kubernetes.io/automanaged': 'onstart'},
    }),
    spec: {
      ...(available ? {} : {service: {namespace: 'kube-system', name: 'metrics-server', port: 443}}),
      ...(group === '' ? {} : {group}),
      version,
      groupPriorityMinimum: 18000,
      versionPriority: 1,
    },
    status: {conditions: [{type: 'Available', lastTransitionTime: at.created, ...condition}]},
  });
}
