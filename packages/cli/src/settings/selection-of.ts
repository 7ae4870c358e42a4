import type {Settings} from './settings.ts';

/** Which resource types to collect, as a source takes it. */
export interface Selection {
  /** Absent: the default list. */
  readonly resources?: readonly string[];
  readonly addTypes: readonly string[];
  readonly removeTypes: readonly string[];
  readonly customResources: boolean;
  readonly clusterScoped: boolean;
}

/** The settings that select resource types, the older one-file-a-type switches folded into those of today. */
export function selectionOf({
  resources,
  addTypes,
  removeTypes,
  resourceSwitches,
  customResources,
  clusterScoped,
  types,
}: Pick<
  Settings,
  | 'resources'
  | 'addTypes'
  | 'removeTypes'
  | 'resourceSwitches'
  | 'customResources'
  | 'clusterScoped'
  | 'types'
>): Selection {
  if (types !== undefined)
    return {resources: [], addTypes: types, removeTypes: [], customResources: false, clusterScoped};
  const switched = (on: boolean) =>
    Object.keys(resourceSwitches).filter((type) => resourceSwitches[type] === on);
  return {
    ...(resources === undefined ? {} : {resources}),
    addTypes: [...switched(true), ...addTypes],
    removeTypes: [...switched(false), ...removeTypes],
    customResources,
    clusterScoped,
  };
}
