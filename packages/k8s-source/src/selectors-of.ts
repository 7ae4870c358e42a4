import {type ResourceType, resourceTypeName} from '@firefly/core';

import type {DiscoveredResource} from './discovery/discovered-resource.ts';
import {indexTypes} from './discovery/index-types.ts';

/** Which objects of a type are read; the API server filters, and goes through all objects of the type for it. */
export interface TypeSelector {
  /** `app=web,tier!=cache`, as `kubectl get -l` takes it. */
  readonly labelSelector?: string;
  /** `status.phase!=Succeeded`, as `kubectl get --field-selector` takes it. */
  readonly fieldSelector?: string;
}

/** Selectors by the names of types (`TypeIndex.find`). */
export type TypeSelectors = Readonly<Record<string, TypeSelector>>;

/** What selects the objects of a type: all selectors whose names mean it, joined. */
export function selectorsOf(
  selectors: TypeSelectors,
  discovered: readonly DiscoveredResource[],
): (type: ResourceType) => TypeSelector {
  const index = indexTypes(discovered);
  const named = Object.entries(selectors).map(([name, selector]) => ({
    selector,
    types: new Set(index.find(name).map(resourceTypeName)),
  }));
  return (type) => {
    const ofType = named.filter(({types}) => types.has(resourceTypeName(type)));
    return Object.fromEntries(
      (['labelSelector', 'fieldSelector'] as const).flatMap((kind) => {
        const texts = ofType.flatMap(({selector}) => selector[kind] ?? []);
        return texts.length === 0 ? [] : [[kind, texts.join(',')]];
      }),
    );
  };
}
