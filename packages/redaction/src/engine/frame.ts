import type {KeyFacts} from '../detectors/key-facts.ts';
import {type Telling, telling} from '../detectors/telling-key.ts';
import type {Scalar} from '../readers/scalar.ts';
import type {PathState} from '../rules/path-pattern.ts';
import type {PlannedRule} from '../rules/rule-plan.ts';

/** An object or list that the walk is inside of. Used again for the next one at the same depth. */
export class Frame {
  key: KeyFacts | undefined;
  isList = false;
  start = 0;
  /** Of a list's element that was visited last. */
  index = -1;
  isInEnvironment = false;
  isAnnotations = false;
  /** A list of a command's words. */
  isCommand = false;
  /** What its own key says about the elements of a list, or about all that is in an object under it. */
  tells: Telling = telling.none;
  /** Everything in it goes by this rule. */
  whole: PlannedRule | undefined;
  /** Nothing in it goes. */
  isKept = false;
  /** Depth of the object whose `data` it is or lies in: only that object's `kind` tells what becomes of it. */
  dataOwner = -1;
  saysSecret = false;
  saysOtherGroup = false;
  /** What the object calls the value that it has. */
  name: Scalar | undefined;
  nameRank = 0;
  /** How many values waited when it was opened. */
  mark = 0;
  /** Strings of a command. */
  words: Scalar[] = [];
  /** For each rule with a path, how far it leads here. */
  states: readonly PathState[] = [];

  reset(key: KeyFacts | undefined, start: number, isList: boolean, mark: number) {
    this.key = key;
    this.start = start;
    this.isList = isList;
    this.mark = mark;
    this.index = -1;
    this.isInEnvironment = this.isAnnotations = this.isCommand = this.isKept = false;
    this.saysSecret = this.saysOtherGroup = false;
    this.tells = telling.none;
    this.whole = undefined;
    this.dataOwner = -1;
    this.name = undefined;
    this.nameRank = 0;
    if (this.words.length > 0) this.words = [];
    this.states = [];
  }
}

/** A value that is decided on when the object that it stands in has been read: what decides may come after it. */
export interface Waiting {
  readonly key: KeyFacts | undefined;
  readonly memberStart: number;
  readonly scalar: Scalar;
  /** Depth of the frame that decides. */
  owner: number;
  readonly index: number;
  /** Kept when its own frame closes before the one that decides. */
  entry: WaitingEntry | undefined;
  /** It waits for nothing but the name that its object may have. */
  readonly isOnlyValue: boolean;
}

/** What its frame said about a value. */
export interface WaitingEntry {
  readonly keyText: string;
  readonly tells: Telling;
  readonly isInEnvironment: boolean;
  readonly isAnnotation: boolean;
  readonly whole: PlannedRule | undefined;
  /** Rules with a path that leads to the value. */
  readonly reached: ReadonlySet<PlannedRule>;
  /** Read while its frame is open, or kept. */
  readonly path: () => string;
}
