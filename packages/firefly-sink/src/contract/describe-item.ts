import type {ItemDescription} from '@firefly/core';

interface NamedThing {
  readonly kind?: unknown;
  readonly name?: unknown;
  readonly namespace?: unknown;
  readonly metadata?: {readonly name?: unknown; readonly namespace?: unknown};
}

/** Kind, namespace and name of a Kubernetes object, or of a Helm release, which has no kind and no metadata. */
export function describeItem(value: unknown): ItemDescription {
  const thing: NamedThing = typeof value === 'object' && value !== null ? value : {};
  const name = thing.metadata?.name ?? thing.name;
  const namespace = thing.metadata?.namespace ?? thing.namespace;
  return {
    kind: typeof thing.kind === 'string' ? thing.kind : 'HelmRelease',
    name: typeof name === 'string' ? name : '',
    ...(typeof namespace === 'string' ? {namespace} : {}),
  };
}
