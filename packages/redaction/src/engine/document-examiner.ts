import {factsOfKey, type KeyFacts, keyRole} from '../detectors/key-facts.ts';
import {type Telling, telling} from '../detectors/telling-key.ts';
import type {Edit} from '../edit.ts';
import type {DocumentVisitor, Member} from '../readers/document-visitor.ts';
import {decodeScalar, type Scalar, scalarStyle} from '../readers/scalar.ts';
import type {PathState, PathStep} from '../rules/path-pattern.ts';
import type {PlannedRule, RulePlan} from '../rules/rule-plan.ts';
import {commandEdits} from './command-edits.ts';
import type {Examination, Place} from './examination.ts';
import {Frame, type Waiting, type WaitingEntry} from './frame.ts';
import {memberSpan} from './member-span.ts';
import {takeValue} from './take-value.ts';

const nameRanks: Readonly<Record<string, number>> = {name: 3, key: 2};
/** What stands beside a value, or describes it: a schema's words, a Secret's name. */
const described =
  /^(?:name|namespace|kind|apiVersion|type|format|description|optional|required|\$ref|secretName|configMapName|host|port|id|enabled|create)$/i;
const noStates: readonly PathState[] = [];
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
  readonly #hits: readonly number[];
  readonly #frames: Frame[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #isSecret: boolean;
  readonly #readsAll: boolean;
  #depth = -1;
  #hit = 0;

  constructor(examination: Examination, source: Buffer, place: Place, hits?: readonly number[]) {
    this.#examination = examination;
    this.#source = source;
    this.#place = place;
    this.#plan = place.plan;
    this.#hits = hits ?? examination.machinery.anchors.find(source);
    this.#isSecret = place.isObject && place.facts.kind === 'Secret' && place.facts.group === '';
    this.#readsAll = this.#plan.seesAll || examination.known !== undefined;
  }

  open({key, start}: Member, at: number, isList: boolean, peek: PathStep['peek']): void {
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
      if (!isReference) frame.tells = this.#inherited(parent, key, isList, peek);
    }
    if (role === keyRole.data && !isList && frame.dataOwner === -1 && this.#plan.secrets !== undefined) {
      frame.dataOwner = this.#depth - 1;
    }
    if (this.#plan.paths.length > 0)
      this.#follow(frame, parent, {key: key?.text, index: parent?.index ?? -1, peek}, at);
  }

  /** What a list's key says counts for its elements; an object's, in an environment, for what its members say. */
  #inherited(parent: Frame, key: KeyFacts | undefined, isList: boolean, peek: PathStep['peek']): Telling {
    let tells = key === undefined ? parent.tells : key.tells;
    if (key?.role === keyRole.value && !parent.isList && parent.name !== undefined)
      tells = tellsOf(this.#text(parent.name));
    if (key !== undefined && parent.tells > tells && !this.#describes(parent, key)) {
      tells = parent.isInEnvironment ? parent.tells : telling.weak;
    }
    if (isList || parent.isInEnvironment) return tells;
    if (key === undefined && peek('name') !== undefined) return telling.none;
    return tells >= telling.weak ? telling.weak : telling.none;
  }

  #follow(frame: Frame, parent: Frame | undefined, step: PathStep, at: number) {
    const {paths} = this.#plan;
    frame.states =
      parent === undefined
        ? this.#startStates()
        : paths.map(({path}, index) => path?.next(parent.states[index] ?? [], step) ?? []);
    if (frame.states.every((state) => state.length === 0)) frame.states = noStates;
    if (parent === undefined || frame.states.length === 0) return;
    for (const [index, rule] of paths.entries()) {
      if (rule.path?.isEnd(frame.states[index] ?? []) !== true || rule.tellsByKey || rule.tellsByValue)
        continue;
      if (rule.action === 'keep') frame.isKept = true;
      else if (frame.isKept) continue;
      else if (rule.action === 'mask') frame.whole ??= rule;
      else this.#drop(rule, frame.start, at);
    }
  }

  /** Of a text that is no object of its own, no rule's path begins. */
  #startStates(): readonly PathState[] {
    return this.#place.isObject ? this.#plan.paths.map(({path}) => path?.start ?? []) : noStates;
  }

  skips({key, start}: Member, at: number, end: () => number): boolean {
    const frame = this.#frames[this.#depth];
    const isManagedFields = key?.role === keyRole.managedFields && frame?.key?.role === keyRole.metadata;
    if (!isManagedFields || this.#source[at] !== 0x5b) return false;
    const rule = this.#plan.managedFields;
    const to = end();
    const isEmpty = /^\[\s*\]$/.test(this.#source.toString('latin1', at, Math.min(to, at + 20)));
    // The names in there are those of the fields, not the fields.
    if (rule !== undefined && !isEmpty && at >= start) {
      this.edits.push({
        start: at,
        end: to,
        text: '[]',
        findings: [{rule, detector: 'path', path: this.#path(key.text)}],
      });
    }
    return true;
  }

  scalar({key, start}: Member, scalar: Scalar): void {
    const depth = this.#depth;
    let frame = this.#frames[depth];
    if (frame === undefined || depth < 0) {
      // A text that is one scalar: an entry without a key.
      frame = this.#frames[(this.#depth = 0)] ??= new Frame();
      frame.reset(undefined, 0, false, 0);
      frame.isInEnvironment = this.#place.isInEnvironment;
      this.scalar({key, start}, scalar);
      this.close(scalar.end);
      return;
    }
    if (frame.isList) frame.index++;
    if (frame.isKept) return;
    const isString = scalar.style !== scalarStyle.bare;
    const role = key?.role ?? keyRole.other;
    if (role === keyRole.kind && isString) frame.saysSecret ||= this.#text(scalar).trim() === 'Secret';
    else if (role === keyRole.apiVersion && isString)
      frame.saysOtherGroup ||= this.#text(scalar).trim() !== 'v1';
    else if (role === keyRole.name && isString) {
      const rank = nameRanks[key?.text ?? ''] ?? 1;
      if (rank > frame.nameRank) {
        frame.name = scalar;
        frame.nameRank = rank;
      }
    }
    if (isString && (frame.isInEnvironment || frame.isAnnotations || frame.isCommand))
      this.carriers.push(scalar);
    if (frame.isCommand && isString) frame.words.push(scalar);
    if (this.#isOfInterest(frame, key, role, scalar, isString)) {
      this.#waiting.push({key, memberStart: start, scalar, owner: depth, index: frame.index});
    }
  }

  #isOfInterest(
    frame: Frame,
    key: KeyFacts | undefined,
    role: number,
    scalar: Scalar,
    isString: boolean,
  ): boolean {
    if (frame.whole !== undefined || frame.dataOwner !== -1 || frame.states.length > 0) return true;
    if (!isString)
      return (
        (key?.tells ?? frame.tells) === telling.password || (frame.isInEnvironment && role === keyRole.value)
      );
    return (
      this.#readsAll ||
      frame.isAnnotations ||
      frame.tells !== telling.none ||
      (role === keyRole.value && frame.dataOwner === -1) ||
      (key !== undefined && key.tells !== telling.none) ||
      this.#hasHit(scalar)
    );
  }

  #hasHit({start, end}: Scalar): boolean {
    while (this.#hit < this.#hits.length && (this.#hits[this.#hit] as number) < start) this.#hit++;
    return (this.#hits[this.#hit] ?? Number.POSITIVE_INFINITY) < end;
  }

  close(end: number): void {
    const depth = this.#depth;
    const frame = this.#frames[depth] as Frame;
    if (this.#waiting.length > frame.mark) this.#decide(frame, depth);
    if (frame.words.length > 1 && !frame.isKept && this.#plan.byKey) {
      const place = this.#placeOf(this.#entry(frame, frame.key, -1));
      this.edits.push(...commandEdits(this.#source, frame.words, place, this.#examination));
    }
    this.#depth = depth - 1;
    void end;
  }

  #decide(frame: Frame, depth: number) {
    const isSecret = (frame.saysSecret && !frame.saysOtherGroup) || (depth === 0 && this.#isSecret);
    for (const waiting of this.#waiting.splice(frame.mark)) {
      if (waiting.owner === depth && frame.dataOwner !== -1) {
        waiting.entry ??= this.#entry(frame, waiting.key, waiting.index);
        waiting.owner = frame.dataOwner;
      }
      if (waiting.owner !== depth) this.#waiting.push(waiting);
      else
        this.#take(
          waiting,
          waiting.entry ?? this.#entry(frame, waiting.key, waiting.index),
          isSecret && waiting.entry !== undefined,
        );
    }
  }

  #take({scalar, memberStart}: Waiting, entry: WaitingEntry, isSecretData: boolean) {
    const place = this.#placeOf(entry);
    const taken = takeValue(this.#source, scalar, {
      entry,
      place,
      isSecretData,
      examination: this.#examination,
    });
    if (taken.kind === 'drop') this.#drop(taken.rule, memberStart, scalar.start, entry.path, scalar.end);
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
    const named = isValue && frame.name !== undefined ? factsOfKey(this.#text(frame.name)) : undefined;
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
    const reached = new Set<PlannedRule>();
    if (frame.states.length > 0) {
      for (const [at, rule] of this.#plan.paths.entries()) {
        if (rule.path?.isEnd(rule.path.next(frame.states[at] ?? [], step)) === true) reached.add(rule);
      }
    }
    return {
      keyText: facts?.text ?? '',
      tells,
      isInEnvironment: frame.isInEnvironment || key?.role === keyRole.env,
      isAnnotation: frame.isAnnotations,
      whole: frame.whole,
      reached,
      path: this.#path(key?.text, index),
    };
  }

  /** Whether it says something about a value that is elsewhere: `key` does, where a `name` says where that is. */
  #describes(frame: Frame, {text}: KeyFacts): boolean {
    return described.test(text) || (frame.nameRank === 3 && /^(?:key|user(?:name)?)$/.test(text));
  }

  #placeOf({isInEnvironment, path, keyText}: WaitingEntry): Place {
    const {rules} = this.#plan;
    const keyRule = rules.find(
      (rule) => rule.tellsByKey && (!rule.isInEnvironment || isInEnvironment) && rule.path === undefined,
    )?.name;
    const valueRule = rules.find((rule) => rule.tellsByValue && rule.path === undefined)?.name;
    return {...this.#place, isInEnvironment, keyRule, valueRule, path: () => path, key: keyText} as Place;
  }

  #path(key?: string, index = -1): string {
    let path = this.#place.path();
    if (path !== '') path += ' › ';
    for (let depth = 1; depth <= this.#depth; depth++) {
      const frame = this.#frames[depth] as Frame;
      path +=
        frame.key === undefined ? `[${this.#frames[depth - 1]?.index ?? 0}]` : step(path, frame.key.text);
    }
    if (key !== undefined) return path + step(path, key);
    return index >= 0 ? `${path}[${index}]` : path;
  }

  #text(scalar: Scalar): string {
    return decodeScalar(this.#source, scalar).bytes.toString();
  }
}

function step(path: string, key: string): string {
  if (!/^[\w$-]+$/.test(key)) return `["${key}"]`;
  return path === '' || path.endsWith('› ') ? key : `.${key}`;
}

function tellsOf(name: string): Telling {
  return factsOfKey(name).tells;
}
