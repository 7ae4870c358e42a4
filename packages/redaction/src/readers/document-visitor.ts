import type {KeyFacts} from '../detectors/key-facts.ts';
import type {Scalar} from './scalar.ts';

/** A member of an object, or an element of a list, whose key is undefined. */
export interface Member {
  readonly key: KeyFacts | undefined;
  /** Where it begins: at its key, or at its value in a list. */
  readonly start: number;
}

/** Told what a reader finds in a document, in the order in which it stands there. */
export interface DocumentVisitor {
  /** An object or a list begins at `start`. `peek` looks ahead for what one of its own members says, a string. */
  open(member: Member, start: number, isList: boolean, peek: (key: string) => string | undefined): void;
  scalar(member: Member, scalar: Scalar): void;
  /** The object or list that was opened last ends before this offset. */
  close(end: number): void;
  /** Whether a list, or an object, that begins here is not looked into. */
  skips?(member: Member, start: number, end: () => number): boolean;
}
