import type {ClusterIdentity} from './cluster-identity.ts';
import {createRawObject} from './create-raw-object.ts';
import type {RawObject} from './stream-item.ts';
import {resourceTypeRecord} from './resource-type-record.ts';
import {resourceTypeName, type ResourceType} from './resource-type.ts';
import type {Plan, Reading, ReadingOutcome, Source} from './source.ts';

/** Objects of one type, and how reading them ends. */
export interface MemoryType {
  /** What the objects are; gives the reading its name. */
  readonly type: ResourceType;
  /** Each object's JSON text, which is read byte for byte. */
  readonly objects: readonly string[];
  /** How the reading ends once all objects were read. Default: complete. */
  readonly outcome?: ReadingOutcome;
}

/** What lies in memory, and how it is read. */
export interface MemorySourceOptions {
  /** One reading each, where the sink takes objects. */
  readonly types: readonly MemoryType[];
  /** Which cluster it says to be. Default: an unknown one. */
  readonly cluster?: ClusterIdentity;
  /** What the plan says that discovery could not find out. Default: nothing. */
  readonly failures?: Plan['failures'];
  /** Objects in one batch, at least 1. Default 2. */
  readonly batch?: number;
}

const encoder = new TextEncoder();

/**
 * The reference source: objects that lie in memory. It keeps the contract as strictly as any: a batch is overwritten
 * when the next one is asked for, so that whoever holds on to an item too long is found out.
 *
 * @throws {RangeError} when a batch is to hold nothing: reading would never end.
 */
export function createMemorySource(options: MemorySourceOptions): Source {
  const {types, cluster = {}, failures = [], batch = 2} = options;
  if (!(batch >= 1)) throw new RangeError(`A batch holds at least one object, not ${batch}.`);
  return {
    async open({signal}) {
      signal.throwIfAborted();
      return {
        cluster,
        async plan(streams) {
          return {
            readings: streams.has('objects') ? types.map((one) => createReading(one, batch)) : [],
            resourceTypes: types.map(({type}) => resourceTypeRecord(type)),
            failures,
          };
        },
        async close() {},
      };
    },
  };
}

function createReading({type, objects, outcome}: MemoryType, batch: number): Reading {
  return {
    name: resourceTypeName(type),
    type,
    async *read(signal): AsyncGenerator<readonly RawObject[], ReadingOutcome, void> {
      let listBytes = 0;
      for (let index = 0; index < objects.length; index += batch) {
        signal.throwIfAborted();
        const texts = objects.slice(index, index + batch).map((text) => encoder.encode(text));
        for (const text of texts) listBytes += text.length;
        yield texts.map((text) => createRawObject(type, text));
        for (const text of texts) text.fill(0);
      }
      return outcome ?? {kind: 'complete', listPages: Math.ceil(objects.length / batch), listBytes};
    },
  };
}
