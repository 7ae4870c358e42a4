import type {NewObject} from './test-cluster.ts';

interface CustomResource {
  readonly group: string;
  readonly kind: string;
  readonly resource: string;
  /** Served versions; objects are stored in the first. */
  readonly versions: readonly string[];
  readonly namespaced: boolean;
}

/** The custom resources of the test cluster. The group of relics prefers a version that relics do not have. */
export const customResources: readonly CustomResource[] = [
  {
    group: 'example.com',
    kind: 'Widget',
    resource: 'widgets',
    versions: ['v1', 'v1alpha1'],
    namespaced: true,
  },
  {group: 'mixed.example.com', kind: 'Gadget', resource: 'gadgets', versions: ['v2'], namespaced: true},
  {group: 'mixed.example.com', kind: 'Relic', resource: 'relics', versions: ['v1beta1'], namespaced: true},
  {group: 'example.org', kind: 'Planet', resource: 'planets', versions: ['v1'], namespaced: false},
  {
    group: 'argoproj.io',
    kind: 'Application',
    resource: 'applications',
    versions: ['v1alpha1'],
    namespaced: true,
  },
];

/** The CustomResourceDefinition of one; its objects may hold anything. */
export function definitionOf({group, kind, resource, versions, namespaced}: CustomResource): NewObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {name: `${resource}.${group}`},
    spec: {
      group,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      names: {plural: resource, singular: kind.toLowerCase(), kind, listKind: `${kind}List`},
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}},
      })),
    },
  };
}
