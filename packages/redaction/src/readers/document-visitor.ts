import type {KeyFacts} from '../detectors/key-facts.ts';
import type {ScalarStyle} from './scalar.ts';

/** Says what an object has under a key among its own members: a string's text. */
export type Peek = (key: string) => string | undefined;

/**
 * Told what a reader finds in a document, in the order in which it stands there. A member's `key` is undefined for an
 * element of a list; it begins at its key, `memberStart`, or at its value. No objects are handed over: there are
 * millions of members in a cluster.
 */
export interface DocumentVisitor {
  /** An object or a list begins at `start`. Without `peek` it is JSON, which can be looked into where it stands. */
  open(key: KeyFacts | undefined, memberStart: number, start: number, isList: boolean, peek?: Peek): void;
  scalar(
    key: KeyFacts | undefined,
    memberStart: number,
    start: number,
    end: number,
    style: ScalarStyle,
  ): void;
  /** The object or list that was opened last has ended. */
  close(): void;
  /** Where the list ends that is called `managedFields`, when it is not looked into; else -1. */
  skips?(start: number): number;
}
