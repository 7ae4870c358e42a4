import {shortestCopy} from '../detectors/looks-like-copy.ts';
import {factsOfKey, type KeyFacts, keyFactsOf, keyRole} from '../detectors/key-facts.ts';
import {type Telling, telling} from '../detectors/telling-key.ts';
import type {Edit} from '../edit.ts';
import type {DocumentVisitor, Peek} from '../readers/document-visitor.ts';
import {jsonText} from '../readers/json-text.ts';
import {decodeScalar, type Scalar, scalarStyle, type ScalarStyle} from '../readers/scalar.ts';
import {peekJson} from '../readers/walk-json.ts';
import type {PathStep} from '../rules/path-pattern.ts';
import type {PlannedRule, RulePlan} from '../rules/rule-plan.ts';
import {commandEdits} from './command-edits.ts';
import type {Examination, Place} from './examination.ts';
import {nextStates, reachedRules, startStates} from './followed-paths.ts';
import {Frame, type Waiting, type WaitingEntry} from './frame.ts';
import {memberSpan} from './member-span.ts';
import {pathOf} from './path-of.ts';
import {placeOfEntry} from './place-of-entry.ts';
import {mayBeDrawn} from './may-be-drawn.ts';
import {takeValue} from './take-value.ts';

const bestRank = 3;
const nameRanks: Readonly<Record<string, number>> = {name: bestRank, key: 2};
/** Shorter texts hold no entry, quotes included. */
const shortestHit = 8;
/** What stands beside a value, or describes it: a schema's words, a Secret's name. */
const described =
  /^(?:name|namespace|kind|apiVersion|type|format|description|optional|required|\$ref|secretName|configMapName|host|port|id|enabled|create)$/i;
/** What a public JSON Web Key has, under `keys`: `d` and `k` are its private members. */
const publicMember = /^(?:kty|crv|kid|use|alg|x|y|n|e|x5[ctu](?:#S256)?)$/;
/** What a look into a list or map of YAML costs. */
const bytesForPeek = 1024;
const noRules: ReadonlySet<PlannedRule> = new Set();
const noPeek = () => undefined;

/**
 * Decides about each entry of one document, JSON or YAML, and notes what goes. Values are decided on when the object
 * that they stand in closes: its `kind` and its `name` may come after them.
 */
export class DocumentExaminer implements DocumentVisitor {
  readonly edits: Edit[] = [];
  /** Strings in which people repeat values: variables, arguments, annotations. */
  readonly carriers: Scalar[] = [];

  readonly #examination: Examination;
  readonly #source: Buffer;
  readonly #place: Place;
  readonly #plan: RulePlan;
  readonly #frames: Frame[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #isSecret: boolean;
  readonly #readsAll: boolean;
  #depth = -1;

  constructor(examination: Examination, source: Buffer, place: Place) {
    this.#examination = examination;
    this.#source = source;
    this.#place = place;
    this.#plan = place.plan;
    this.#isSecret = place.isObject && place.facts.kind === 'Secret' && place.facts.group === '';
    this.#readsAll = this.#plan.seesAll || examination.known !== undefined;
  }

  open(key: KeyFacts | undefined, start: number, at: number, isList: boolean, peek?: Peek): void {
    const parent = this.#frames[this.#depth];
    if (parent?.isList === true) parent.index++;
    const frame = (this.#frames[++this.#depth] ??= new Frame());
    frame.reset(key, start, isList, this.#waiting.length);
    const role = key?.role ?? keyRole.other;
    const isReference = role === keyRole.reference;
    frame.isInEnvironment =
      !isReference && (role === keyRole.env || (parent?.isInEnvironment ?? this.#place.isInEnvironment));
    frame.isAnnotations = role === keyRole.annotations && !isList;
    frame.isCommand = isList && role === keyRole.command;
    if (parent !== undefined) {
      frame.whole = parent.whole;
      frame.isKept = parent.isKept;
      frame.dataOwner = parent.dataOwner;
      if (!isReference) frame.tells = this.#inherited(parent, key, isList, at, peek);
    }
    if (role === keyRole.data && !isList && frame.dataOwner === -1 && this.#plan.secrets !== undefined) {
      frame.dataOwner = this.#depth - 1;
    }
    if (this.#plan.paths.length > 0)
      this.#follow(
        frame,
        parent,
        {key: key?.text, index: parent?.index ?? -1, peek: (name) => this.#peek(at, name, peek)},
        at,
      );
  }

  /** What a list's key says counts for its elements; an object's, in an environment, for what its members say. */
  #inherited(parent: Frame, key: KeyFacts | undefined, isList: boolean, at: number, peek?: Peek): Telling {
    let tells = key === undefined ? parent.tells : key.tells;
    if (key?.role === keyRole.value && !parent.isList && parent.name !== undefined)
      ({tells} = this.#facts(parent.name));
    if (key !== undefined && parent.tells > tells && !this.#describes(parent, key)) {
      tells = parent.isInEnvironment ? parent.tells : telling.weak;
    }
    if (isList || parent.isInEnvironment) return tells;
    if (key === undefined && tells !== telling.none && this.#hasName(at, peek)) return telling.none;
    return tells >= telling.weak ? telling.weak : telling.none;
  }

  #follow(frame: Frame, parent: Frame | undefined, step: PathStep, at: number) {
    frame.states =
      parent === undefined ? startStates(this.#place) : nextStates(this.#plan, parent.states, step);
    if (parent === undefined || frame.states.length === 0) return;
    for (const rule of reachedRules(this.#plan, frame.states)) {
      if (rule.tellsByKey || rule.tellsByValue) continue;
      if (rule.action === 'keep') frame.isKept = true;
      else if (frame.isKept) continue;
      else if (rule.action === 'mask') frame.whole ??= rule;
      else this.#drop(rule, frame.start, at);
    }
  }

  skips(at: number): number {
    if (this.#frames[this.#depth]?.key?.role !== keyRole.metadata) return -1;
    const end = jsonText.endOfValue(this.#source, at);
    const rule = this.#plan.managedFields;
    const isEmpty = this.#source[jsonText.skipSpace(this.#source, at + 1)] === 0x5d;
    // The names in there are those of the fields, not the fields.
    if (rule !== undefined && !isEmpty) {
      const findings = [{rule, detector: 'path', path: this.#path('managedFields')}];
      this.edits.push({start: at, end, text: '[]', findings});
    }
    return end;
  }

  scalar(
    key: KeyFacts | undefined,
    memberStart: number,
    start: number,
    end: number,
    style: ScalarStyle,
  ): void {
    const frame = this.#frames[this.#depth];
    if (frame === undefined || this.#depth < 0) return this.#lone(key, memberStart, start, end, style);
    if (frame.isList) frame.index++;
    if (frame.isKept || !this.#plan.readsValues) return;
    const isString = style !== scalarStyle.bare;
    const role = key?.role ?? keyRole.other;
    if (isString && key !== undefined && role !== keyRole.other) this.#note(frame, key, start, end, style);
    let scalar: Scalar | undefined;
    if (isString && (frame.isInEnvironment || frame.isAnnotations || frame.isCommand)) {
      scalar = {start, end, style};
      this.carriers.push(scalar);
      if (frame.isCommand) frame.words.push(scalar);
    }
    const hasHit =
      end - start >= shortestHit && this.#examination.machinery.anchors.isIn(this.#source, start, end);
    if (hasHit || this.#isOfInterest(frame, key, isString, start, end)) {
      const isOnlyValue = !hasHit && role === keyRole.value && frame.tells === telling.none;
      if (isOnlyValue && frame.nameRank === bestRank && !this.#isNamed(frame)) return;
      scalar ??= {start, end, style};
      this.#waiting.push({
        key,
        memberStart,
        scalar,
        owner: this.#depth,
        index: frame.index,
        isOnlyValue,
        entry: undefined,
      });
    }
  }

  /** A text that is one scalar: an entry without a key. */
  #lone(key: KeyFacts | undefined, memberStart: number, start: number, end: number, style: ScalarStyle) {
    const frame = (this.#frames[(this.#depth = 0)] ??= new Frame());
    frame.reset(undefined, 0, false, 0);
    frame.isInEnvironment = this.#place.isInEnvironment;
    this.scalar(key, memberStart, start, end, style);
    this.close();
  }

  /** What a member tells about the object that it stands in. */
  #note(frame: Frame, {role, text}: KeyFacts, start: number, end: number, style: ScalarStyle) {
    if (role === keyRole.kind) frame.saysSecret ||= this.#facts({start, end, style}).text.trim() === 'Secret';
    else if (role === keyRole.apiVersion)
      frame.saysOtherGroup ||= this.#facts({start, end, style}).text.trim() !== 'v1';
    else if (role === keyRole.name) {
      const rank = nameRanks[text] ?? 1;
      if (rank <= frame.nameRank) return;
      frame.name = {start, end, style};
      frame.nameRank = rank;
    }
  }

  #isOfInterest(
    frame: Frame,
    key: KeyFacts | undefined,
    isString: boolean,
    start: number,
    end: number,
  ): boolean {
    const role = key?.role ?? keyRole.other;
    const tells = Math.max(key?.tells ?? telling.none, frame.tells);
    if (frame.whole !== undefined || frame.dataOwner !== -1 || frame.states.length > 0) return true;
    if (!isString) {
      return (
        tells === telling.password ||
        (frame.isInEnvironment && (tells > telling.none || role === keyRole.value))
      );
    }
    return (
      this.#readsAll ||
      role === keyRole.value ||
      tells > telling.weak ||
      (tells === telling.weak && mayBeDrawn(this.#source, start, end)) ||
      (frame.isAnnotations && key !== undefined && this.#isAsked(key.text, end - start))
    );
  }

  #isAsked(annotation: string, length: number): boolean {
    return this.#plan.annotations.some(
      ({isCopy, isAnnotation}) => (!isCopy || length >= shortestCopy) && isAnnotation?.(annotation) === true,
    );
  }

  /** What is called `value` counts for what its `name` says, or not at all. */
  #isNamed({name, dataOwner, whole, states}: Frame): boolean {
    if (dataOwner !== -1 || whole !== undefined || states.length > 0 || this.#readsAll) return true;
    return name !== undefined && this.#facts(name).tells !== telling.none;
  }

  close(): void {
    const depth = this.#depth;
    const frame = this.#frames[depth] as Frame;
    if (this.#waiting.length > frame.mark) this.#decide(frame, depth);
    if (frame.words.length > 1 && !frame.isKept && this.#plan.byKey) {
      const place = placeOfEntry(this.#place, this.#entry(frame, frame.key, -1));
      this.edits.push(...commandEdits(this.#source, frame.words, place, this.#examination));
    }
    this.#depth = depth - 1;
  }

  /** Objects within objects are looked into again and again: within the budget. */
  #hasName(at: number, peek?: Peek): boolean {
    const examination = this.#examination;
    if (!examination.spend(peek === undefined ? 0 : bytesForPeek)) return false;
    const name =
      peek === undefined
        ? peekJson(this.#source, at, 'name', (bytes) => examination.spend(bytes))
        : peek('name');
    return name !== undefined;
  }

  #peek(at: number, name: string, peek?: Peek): string | undefined {
    return peek === undefined ? peekJson(this.#source, at, name) : peek(name);
  }

  #decide(frame: Frame, depth: number) {
    const isSecret = (frame.saysSecret && !frame.saysOtherGroup) || (depth === 0 && this.#isSecret);
    const {length} = this.#waiting;
    let left = frame.mark;
    for (let at = left; at < length; at++) {
      const waiting = this.#waiting[at] as Waiting;
      if (
        waiting.isOnlyValue &&
        waiting.entry === undefined &&
        waiting.owner === depth &&
        !this.#isNamed(frame)
      )
        continue;
      if (waiting.owner === depth && frame.dataOwner !== -1) {
        if (waiting.entry === undefined) {
          const entry = this.#entry(frame, waiting.key, waiting.index);
          const path = entry.path();
          waiting.entry = {...entry, path: () => path};
        }
        waiting.owner = frame.dataOwner;
      }
      if (waiting.owner !== depth) this.#waiting[left++] = waiting;
      else
        this.#take(
          waiting,
          waiting.entry ?? this.#entry(frame, waiting.key, waiting.index),
          isSecret && waiting.entry !== undefined,
        );
    }
    this.#waiting.length = left;
  }

  #take({scalar, memberStart}: Waiting, entry: WaitingEntry, isSecretData: boolean) {
    const place = placeOfEntry(this.#place, entry);
    const taken = takeValue(this.#source, scalar, {
      entry,
      place,
      isSecretData,
      examination: this.#examination,
    });
    if (taken.kind === 'drop') this.#drop(taken.rule, memberStart, scalar.start, entry.path(), scalar.end);
    else this.edits.push(...taken.edits);
  }

  #drop(rule: PlannedRule, memberStart: number, valueStart: number, path?: string, valueEnd?: number) {
    const span = memberSpan(this.#source, memberStart, valueStart, valueEnd);
    this.edits.push({
      ...span,
      text: '',
      findings: [{rule: rule.name, detector: 'path', path: path ?? this.#path()}],
    });
  }

  #entry(frame: Frame, key: KeyFacts | undefined, index: number): WaitingEntry {
    const isValue = key?.role === keyRole.value && frame.name !== undefined && !frame.isList;
    const named = isValue && frame.name !== undefined ? this.#facts(frame.name) : undefined;
    const facts = named ?? key ?? frame.key;
    let tells =
      key === undefined && !frame.isList
        ? telling.none
        : (named?.tells ?? (key === undefined ? frame.tells : key.tells));
    if (
      key !== undefined &&
      frame.tells > tells &&
      key.role !== keyRole.reference &&
      !this.#describes(frame, key)
    ) {
      ({tells} = frame);
    }
    const step = {key: key?.text, index, peek: noPeek};
    const isFollowed = frame.states.length > 0;
    const reached = isFollowed
      ? reachedRules(this.#plan, nextStates(this.#plan, frame.states, step))
      : noRules;
    return {
      keyText: facts?.text ?? '',
      tells,
      isInEnvironment: frame.isInEnvironment || key?.role === keyRole.env,
      isAnnotation: frame.isAnnotations,
      whole: frame.whole,
      reached,
      path: () => this.#path(key?.text, index),
    };
  }

  /** Whether it says something about a value that is elsewhere: `key` does, where a `name` says where that is. */
  #describes(frame: Frame, {text}: KeyFacts): boolean {
    if (frame.tells === telling.weak && publicMember.test(text)) return true;
    return described.test(text) || (frame.nameRank === 3 && /^(?:key|user(?:name)?)$/.test(text));
  }

  #path(key?: string, index = -1): string {
    if (!this.#examination.machinery.isReport) return '';
    return pathOf(this.#place.path(), this.#frames, {depth: this.#depth, key, index});
  }

  /** What a name says: most are known by their bytes. */
  #facts(scalar: Scalar): KeyFacts {
    return scalar.style === scalarStyle.double
      ? keyFactsOf(this.#source, scalar.start, scalar.end)
      : factsOfKey(decodeScalar(this.#source, scalar).bytes.toString());
  }
}
