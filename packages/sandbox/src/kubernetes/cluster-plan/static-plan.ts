import {groupsOf} from '../api-group.ts';
import {builtInResources} from '../built-in-resources.ts';
import {definitionName, groupVersion} from '../resource-definition.ts';
import {
  limitRangeTemplate,
  resourceQuotaTemplate,
  rootCertificateTemplate,
  serviceAccountTemplate,
} from './config-templates.ts';
import {customResources, deadGroupVersion} from './custom-resources.ts';
import {apiServiceTemplate, customResourceDefinitionTemplate} from './definition-templates.ts';
import {leaseTemplate, namespaceTemplate, nodeTemplate} from './node-templates.ts';
import type {PlanContext} from './plan-context.ts';
import type {PlannedSegment} from './planned-segment.ts';
import {
  clusterRoleBindingTemplate,
  clusterRoleTemplate,
  flowSchemaTemplate,
  ingressClassTemplate,
  priorityClassTemplate,
  priorityLevelTemplate,
  runtimeClassTemplate,
  webhookTemplate,
} from './policy-templates.ts';
import {
  csiDriverTemplate,
  csiNodeTemplate,
  storageClassTemplate,
  volumeAttachmentTemplate,
} from './storage-templates.ts';
import type {TemplateBuilder} from './template-builder.ts';

/** Cluster-scoped types and how many objects they have in any cluster. */
const few: readonly (readonly [resource: string, objects: number, template: TemplateBuilder])[] = [
  ['storageclasses.storage.k8s.io', 3, storageClassTemplate],
  ['csidrivers.storage.k8s.io', 2, csiDriverTemplate],
  ['volumeattachments.storage.k8s.io', 5, volumeAttachmentTemplate],
  ['ingressclasses.networking.k8s.io', 2, ingressClassTemplate],
  ['priorityclasses.scheduling.k8s.io', 4, priorityClassTemplate],
  ['runtimeclasses.node.k8s.io', 2, runtimeClassTemplate],
  ['validatingwebhookconfigurations.admissionregistration.k8s.io', 3, webhookTemplate],
  ['mutatingwebhookconfigurations.admissionregistration.k8s.io', 3, webhookTemplate],
  ['flowschemas.flowcontrol.apiserver.k8s.io', 11, flowSchemaTemplate],
  ['prioritylevelconfigurations.flowcontrol.apiserver.k8s.io', 8, priorityLevelTemplate],
  ['clusterroles.rbac.authorization.k8s.io', 30, clusterRoleTemplate],
  ['clusterrolebindings.rbac.authorization.k8s.io', 25, clusterRoleBindingTemplate],
];

/** What a cluster has before anything is deployed into it; grows with nodes and namespaces alone. */
export function planStatics(context: PlanContext, nodes: number): readonly PlannedSegment[] {
  const nodeNames = Array.from({length: nodes}, (_, index) => `node-${String(index).padStart(3, '0')}`);
  const perNode = context.clusterWide('node', nodeNames);
  const perNamespace = context.eachNamespace('namespace');
  return [
    {
      resource: 'namespaces',
      population: context.clusterWide('namespace', context.namespaces),
      variants: [namespaceTemplate],
    },
    {resource: 'nodes', population: perNode, variants: [nodeTemplate]},
    {resource: 'csinodes.storage.k8s.io', population: perNode, variants: [csiNodeTemplate]},
    {
      resource: 'leases.coordination.k8s.io',
      population: context.within('node', 'kube-node-lease', nodeNames),
      variants: [leaseTemplate],
    },
    {
      resource: 'configmaps',
      population: perNamespace,
      nameOf: () => 'kube-root-ca.crt',
      variants: [rootCertificateTemplate],
    },
    {
      resource: 'serviceaccounts',
      population: perNamespace,
      nameOf: () => 'default',
      variants: [serviceAccountTemplate],
    },
    {
      resource: 'limitranges',
      population: perNamespace,
      nameOf: () => 'limits',
      variants: [limitRangeTemplate],
    },
    {
      resource: 'resourcequotas',
      population: perNamespace,
      nameOf: () => 'quota',
      variants: [resourceQuotaTemplate],
    },
    ...few.map(([resource, objects, template]) => ({
      resource,
      population: context.clusterWide(resource.split('.')[0]?.replace(/s$/, '') ?? '', objects),
      variants: [template],
    })),
    ...planDefinitions(context),
    ...planApiServices(context),
  ];
}

function planDefinitions(context: PlanContext): readonly PlannedSegment[] {
  return customResources
    .toSorted((one, other) => (definitionName(one) < definitionName(other) ? -1 : 1))
    .map((definition) => ({
      resource: 'customresourcedefinitions.apiextensions.k8s.io',
      population: context.clusterWide(definitionName(definition), [definitionName(definition)]),
      variants: [customResourceDefinitionTemplate(definition)],
    }));
}

function planApiServices(context: PlanContext): readonly PlannedSegment[] {
  return groupsOf([...builtInResources, ...customResources], [deadGroupVersion])
    .flatMap(({name, versions}) => versions.map((entry) => ({group: name, ...entry})))
    .map((entry) => ({...entry, name: `${entry.version}.${entry.group}`}))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map(({group, version, available, name}) => ({
      resource: 'apiservices.apiregistration.k8s.io',
      population: context.clusterWide(groupVersion(group, version), [name]),
      variants: [apiServiceTemplate(group, version, available)],
    }));
}
