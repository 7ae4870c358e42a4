import {sortedKeys} from '../sorted-keys.ts';
import {ObjectTemplate, type SlotText, TemplateSlots} from './object-template.ts';
import type {Segment} from './segment.ts';

/** Builds the JSON value of one object, with slots where objects differ. */
export type TemplateBuilder = (at: TemplateSlots, refs: References) => Readonly<Record<string, unknown>>;

/** UIDs and names of the objects that belong to the same member: owners, claims, services. */
export class References {
  readonly #segments = new Map<string, Segment>();

  constructor(segments: Iterable<Segment>) {
    for (const segment of segments) this.#segments.set(segment.key, segment);
  }

  /** UID of an object of the segment `resource/population`. */
  uid(key: string, childOf: (child: number) => number = () => 0): SlotText {
    const segment = this.#segment(key);
    return ({member, child, seed}) => segment.uid(member, childOf(child), seed);
  }

  name(key: string, childOf: (child: number) => number = () => 0): SlotText {
    const segment = this.#segment(key);
    return ({memberName, member, child, seed}) => segment.name(memberName, member, childOf(child), seed);
  }

  #segment(key: string): Segment {
    const segment = this.#segments.get(key);
    if (segment === undefined) throw new Error(`No objects "${key}" are planned.`);
    return segment;
  }
}

/** What a template is compiled with. */
export interface BuildOptions {
  readonly refs: References;
  /** Set: keys sorted, `apiVersion` and `kind` inside. */
  readonly custom?: {readonly apiVersion: string; readonly kind: string};
  /** Exact size of each object; objects that cannot be so small keep the least size that they can have. */
  readonly bytes?: number;
}

/** Compiles one variant of an object. */
export function buildTemplate(builder: TemplateBuilder, {refs, custom, bytes}: BuildOptions): ObjectTemplate {
  const slots = new TemplateSlots();
  const value = {...custom, ...builder(slots, refs)};
  const finish = (candidate: unknown) => (custom === undefined ? candidate : sortedKeys(candidate));
  if (bytes === undefined) return new ObjectTemplate(finish(value), slots);
  const filler = {'sandbox.firefly.ai/filler': slots.filler()};
  for (const without of reductions) {
    const sized = new ObjectTemplate(finish(reduced(value, without, filler)), slots, {bytes});
    if (sized.usualBytes <= bytes) return sized;
  }
  return new ObjectTemplate(finish(reduced(value, reductions.at(-1) ?? new Set(), {})), slots);
}

/** What objects lose, step by step, when a forced size is too small for all of them: never who they are. */
const reductions: readonly ReadonlySet<string>[] = [
  new Set(),
  new Set(['managedFields']),
  new Set(['managedFields', 'annotations']),
  new Set(['managedFields', 'annotations', 'status']),
  new Set([
    'managedFields',
    'annotations',
    'status',
    'spec',
    'data',
    'template',
    'rules',
    'webhooks',
    'subsets',
  ]),
];

/** Keys of metadata that come before annotations in Go's order. */
const before = new Set(
  'name generateName namespace uid resourceVersion generation creationTimestamp labels'.split(' '),
);

function reduced(
  value: Readonly<Record<string, unknown>>,
  without: ReadonlySet<string>,
  added: Readonly<Record<string, string>>,
): unknown {
  const {metadata, ...others} = value;
  const entries = Object.entries(metadata as Readonly<Record<string, unknown>>);
  const own = entries.find(([key]) => key === 'annotations')?.[1] as
    | Readonly<Record<string, string>>
    | undefined;
  const annotations = {...(without.has('annotations') ? {} : own), ...added};
  const rest = entries.filter(([key]) => key !== 'annotations' && !without.has(key));
  return {
    metadata: Object.fromEntries([
      ...rest.filter(([key]) => before.has(key)),
      ...(Object.keys(annotations).length === 0 ? [] : [['annotations', annotations] as const]),
      ...rest.filter(([key]) => !before.has(key)),
    ]),
    ...Object.fromEntries(Object.entries(others).filter(([key]) => !without.has(key))),
  };
}
