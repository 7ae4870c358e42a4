import {looksRandom} from '../detectors/plain-value.ts';
import {telling, tellingKey} from '../detectors/telling-key.ts';
import type {Edit, Finding, Span} from '../edit.ts';
import type {DocumentFacts, PlanFor, PlannedRule, RulePlan} from '../rules/rule-plan.ts';
import type {AnchorSearch} from './anchor-search.ts';
import {KnownValues, shortestKnown} from './known-values.ts';
import type {MarkerOf} from './redaction-marker.ts';

/** Where a text lies, and what counts for it. */
export interface Place {
  readonly facts: DocumentFacts;
  /** The text is an object with `apiVersion` and `kind`, where rules' paths begin. */
  readonly isObject: boolean;
  readonly plan: RulePlan;
  readonly depth: number;
  readonly isInEnvironment: boolean;
  /** The key of the text says so: it is read whatever words are in it. */
  readonly holdsSecrets: boolean;
  readonly keyRule: string | undefined;
  readonly valueRule: string | undefined;
  /** Rules with an expression for values, which are asked about what is packed in it as well. */
  readonly expressions: readonly PlannedRule[];
  /** Findings are read: only then their paths are written out. */
  readonly isReport: boolean;
  path(): string;
}

/** A text that is read, where it lies, and what its object's examination keeps. */
export interface Passage {
  readonly bytes: Buffer;
  /** One letter a byte. */
  readonly text: string;
  readonly place: Place;
  readonly examination: Examination;
}

/** What was found at a place, or there under a key that is not the place's own. */
export function findingAt(place: Place, rule: string, detector: string, key?: string): Finding {
  const path = place.path();
  return {rule, detector, path: key === undefined ? path : `${path} › ${key}`};
}

/** What a whole run shares. */
export interface Machinery {
  readonly planFor: PlanFor;
  readonly search: AnchorSearch;
  readonly marker: MarkerOf;
  readonly isReport: boolean;
  read(bytes: Buffer, place: Place, examination: Examination): Edit[];
}

/** What may be done for each byte of an object, and for any object: a unit takes some 25 ns. */
const unitsForEach = 3.75;
const unitsForAny = 64 * 1024;
/** What is done costs beside its bytes: texts of telling words alone are made to cost time. */
export const units = {
  text: 32, // A text, however short it is, what is read of it, and a document in it.
  reading: 40,
  document: 64,
  byte: 0.35, // A byte of a text, and one of YAML more.
  yamlByte: 0.4,
  node: 5, // What a document has in it, and a scalar that is asked about.
  scalar: 32,
  key: 28, // A key that may tell, and more where it does.
  expressionByte: 8, // A byte that an expression of a rule is asked about, and a key.
  keyExpression: 96,
  entry: 64, // A match of a form, a word of a command, a stretch of base64.
  value: 48, // The value of a key that tells, and one that is looked for in prose.
  prose: 64,
  taken: 24,
  known: 112,
  gzip: 1024, // To unpack a gzip, however short it is, and to pack it anew; and a byte that comes out of it.
  inflatedByte: 0.4,
} as const;
/** Documents within documents: deeper ones are made to cost time. */
export const deepest = 12;
/** Longer ones that do not look random are texts: nobody repeats them. */
const longestWord = 256;
const mostTaken = 2000;

/** A text that was unpacked, in a node of the object, and what goes of it. */
export interface Unpacked {
  readonly node: number;
  readonly bytes: Buffer;
  readonly edits: readonly Edit[];
}

/** All that one object's examination keeps: what it may still do, what it took. */
export class Examination {
  readonly machinery: Machinery;
  /** What was taken out, to be looked for where it is repeated. */
  readonly taken = new KnownValues();
  /** What was taken out before, on the second time. */
  readonly known: KnownValues | undefined;
  /** What was unpacked: repeated values may be where no search over the object's bytes finds them. */
  readonly unpacked: Unpacked[] = [];
  /** Of the object, the node that is being looked at. */
  node = -1;
  #budget: number;
  /** What expressions may cost beside: rules of the user's take no time from others, unless a text is made for it. */
  #forExpressions: number;

  /** Of an object of so many bytes; the second time it is looked at with what was taken `before`. */
  constructor(machinery: Machinery, {expressions}: RulePlan, size: number, before?: Examination) {
    const budget = size * unitsForEach + unitsForAny;
    this.machinery = machinery;
    this.known = before?.taken;
    this.#budget = before === undefined ? budget : before.budget + budget / 4;
    // Each may be asked about all of the object twice.
    this.#forExpressions = size * expressions * 2 * units.expressionByte;
  }

  get budget(): number {
    return this.#budget;
  }

  get isOver(): boolean {
    return this.#budget < 0;
  }

  /** Whether so many more may be spent; they count in any case. */
  spend(units: number): boolean {
    this.#budget -= units;
    return this.#budget >= 0;
  }

  mayUnpack(size: number): boolean {
    return size <= this.#budget && this.spend(units.gzip + size * units.inflatedByte);
  }

  /** The same of what expressions cost. */
  spendOnExpressions(units: number): boolean {
    if (this.#forExpressions < units) return this.spend(units);
    this.#forExpressions -= units;
    return !this.isOver;
  }

  /** The edit that takes out a stretch; what it says is looked for again, where that was not done yet. */
  take(bytes: Buffer, {start, end}: Span, finding: Finding, isCertain = false): Edit {
    const value = bytes.subarray(start, end);
    const isEverywhere = isCertain || looksRandom(value.toString('latin1'));
    const marker = this.machinery.marker(value);
    this.spend(this.machinery.marker.isPlain ? units.taken : 4 * units.taken);
    if (
      this.known === undefined &&
      this.taken.size < mostTaken &&
      value.length >= shortestKnown &&
      value.length <= (isEverywhere ? 16_384 : longestWord) &&
      (isEverywhere || tellingKey(value.toString('latin1')) === telling.none) &&
      !this.isOver
    ) {
      const {size} = this.taken;
      this.taken.add(value, {rule: finding.rule, isEverywhere, marker});
      if (this.taken.size > size) this.spend(units.known);
    }
    return {start, end, text: marker, findings: [finding]};
  }
}
