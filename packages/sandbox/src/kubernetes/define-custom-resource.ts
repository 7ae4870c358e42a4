import {subresourceOf} from './built-in-resources.ts';
import type {ResourceDefinition} from './resource-definition.ts';

/** What a CustomResourceDefinition would say. */
export interface CustomResourceOptions {
  readonly group: string;
  /** Served versions, the stored one first. */
  readonly versions: readonly string[];
  readonly kind: string;
  /** Default: the kind in lower case with an `s`. */
  readonly resource?: string;
  /** Default true. */
  readonly namespaced?: boolean;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  /** Default: none. `status` and `scale` get what a CustomResourceDefinition's subresources of that name get. */
  readonly subresources?: readonly ('status' | 'scale')[];
  /** Default: the eight verbs that every custom resource has. */
  readonly verbs?: readonly string[];
}

/** The order in which kube-apiserver's discovery lists the verbs of custom resources. */
const customVerbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

/** A resource as a CustomResourceDefinition of these names would add it to the API server. */
export function defineCustomResource(options: CustomResourceOptions): ResourceDefinition {
  const singular = options.kind.toLowerCase();
  return {
    resource: `${singular}s`,
    namespaced: true,
    verbs: customVerbs,
    shortNames: [],
    categories: [],
    ...options,
    singular,
    subresources: (options.subresources ?? []).map((name) => subresourceOf(options.kind, name)),
    custom: true,
  };
}
