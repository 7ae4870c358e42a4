import {shortestCopy} from '../detectors/looks-like-copy.ts';
import {keyRole} from '../detectors/key-facts.ts';
import {telling} from '../detectors/telling-key.ts';
import type {Edit} from '../edit.ts';
import {endOfValue, skipSpace} from '../readers/json-text.ts';
import type {Outline} from '../readers/outline.ts';
import {nodeStyle, wholeScalar} from '../readers/scalar.ts';
import type {PlannedRule} from '../rules/rule-plan.ts';
import {sight} from './anchor-search.ts';
import {commandEdits} from './command-edits.ts';
import {type Context, Contexts, type Entry} from './contexts.ts';
import {type Examination, type Place, units} from './examination.ts';
import {redactionMarker} from './redaction-marker.ts';
import {takeValue} from './take-value.ts';
import {unreadBy} from './unread.ts';

/** Words in small letters never look random, nor are they a user and a password. */
const mayBeDrawn = Uint8Array.from({length: 256}, (_, byte) =>
  Number(/[A-Z0-9:]/.test(String.fromCharCode(byte))),
);

/** What an object is called by: without it nobody would find it again. */
const identity = /^(?:apiVersion|kind|name|namespace|uid|generateName)$/;

/**
 * What goes of one document. Looked at is what an anchor leads to: the value that it is in, what is under the key that
 * it is in, and the value of an object whose name it is in; everything, where a rule has a path or an expression.
 */
export function examineDocument(outline: Outline, place: Place, examination: Examination): Edit[] {
  return new Examiner(outline, place, examination).examine();
}

/** The same, of some of its scalars that were asked about before. */
export function examineAgain(
  outline: Outline,
  nodes: Iterable<number>,
  place: Place,
  examination: Examination,
): Edit[] {
  return new Examiner(outline, place, examination).examineAgain(nodes);
}

class Examiner {
  readonly #edits: Edit[] = [];
  readonly #outline: Outline;
  readonly #source: Buffer;
  readonly #place: Place;
  readonly #examination: Examination;
  readonly #contexts: Contexts;
  /** Scalars that were decided on, and lists of commands and named objects that were looked at. */
  readonly #seen = new Set<number>();
  /** All before this node has been asked about. */
  #covered = 0;

  constructor(outline: Outline, place: Place, examination: Examination) {
    this.#outline = outline;
    this.#source = outline.source;
    this.#place = place;
    this.#examination = examination;
    this.#contexts = new Contexts(outline, place, examination.machinery);
  }

  examine(): Edit[] {
    const outline = this.#outline;
    const {plan} = this.#place;
    if (plan.managedFields !== undefined) this.#takeManagedFields(plan.managedFields);
    const {known, machinery} = this.#examination;
    // What is repeated is found in the text as a whole; where it stands in there only a report says.
    const isAll = plan.seesAll || plan.paths.length > 0 || (known !== undefined && machinery.isReport);
    if (isAll) this.#cover(0, outline.count, true);
    else for (const node of outline.hits) this.#follow(node);
    return this.#edits;
  }

  examineAgain(nodes: Iterable<number>): Edit[] {
    for (const node of nodes) this.#ask(node, true);
    return this.#edits;
  }

  /** Where an anchor leads to. */
  #follow(node: number): void {
    const outline = this.#outline;
    const key = outline.key(node);
    if (outline.isContainer(node)) {
      if (this.#isCommand(node)) this.#askCommand(node);
      return key?.tells === telling.none ? undefined : this.#cover(node + 1, outline.next(node), false);
    }
    const parent = outline.parent(node);
    if (outline.seen(node) === sight.none && key?.role === keyRole.value) {
      const tells = this.#contexts.name(parent).facts?.tells ?? telling.none;
      if (tells === telling.none) return;
    } else if (outline.seen(node) !== sight.none) {
      if (key?.role === keyRole.kind || key?.role === keyRole.name)
        this.#askNamed(parent, key.role === keyRole.kind);
    }
    this.#ask(node, outline.seen(node) === sight.hit);
  }

  /** Asks about the scalars from one node to another. */
  #cover(from: number, to: number, isAll: boolean): void {
    const outline = this.#outline;
    const first = Math.max(from, this.#covered);
    this.#covered = Math.max(this.#covered, to);
    for (let node = first; node < to; node++) {
      if (!outline.isContainer(node)) this.#ask(node, isAll && outline.style(node) !== nodeStyle.bare);
      else if (isAll) {
        const {drops, isCommand} = this.#contexts.of(node);
        if (drops !== undefined) this.#drop(node, drops);
        if (isCommand) this.#askCommand(node);
      } else if (this.#isCommand(node)) this.#askCommand(node);
    }
  }

  /** What an object has as its value, where its name may tell; or under `data`, where it may be a Secret. */
  #askNamed(container: number, isKind: boolean): void {
    const id = isKind ? ~container : container;
    if (container === -1 || this.#seen.has(id)) return;
    if (!isKind && this.#contexts.name(container).facts?.tells === telling.none) return;
    this.#seen.add(id);
    const outline = this.#outline;
    for (const child of outline.children(container)) {
      if (outline.key(child)?.role !== (isKind ? keyRole.data : keyRole.value)) continue;
      if (outline.isContainer(child))
        for (let node = child + 1; node < outline.next(child); node++) this.#askScalar(node);
      else this.#ask(child, false);
    }
  }

  #askScalar(node: number): void {
    if (!this.#outline.isContainer(node)) this.#ask(node, false);
  }

  #isCommand(list: number): boolean {
    return (
      list !== -1 &&
      this.#outline.style(list) === nodeStyle.list &&
      this.#outline.key(list)?.role === keyRole.command
    );
  }

  #askCommand(list: number): void {
    if (this.#seen.has(list)) return;
    this.#seen.add(list);
    const {byKey, valueRule} = this.#place.plan;
    if (this.#contexts.of(list).isKept || (!byKey && valueRule === undefined)) return;
    const outline = this.#outline;
    const words = [...outline.children(list)].filter(
      (node) => !outline.isContainer(node) && outline.style(node) !== nodeStyle.bare,
    );
    const isFlag = (node: number) =>
      this.#source[outline.start(node) + Number(outline.style(node) < 2)] === 0x2d;
    const [first] = words;
    if (first === undefined || words.length < 2) return;
    if (!words.some((node) => outline.seen(node) !== sight.none || isFlag(node))) return;
    if (!this.#examination.spend(words.length * units.entry)) {
      for (const word of words) this.#leave(word, this.#contexts.of(list));
      return;
    }
    const entry = {...this.#contexts.entry(first), path: () => this.#contexts.path(list)};
    const scalars = words.map((node) => outline.scalar(node));
    this.#edits.push(
      ...commandEdits(this.#source, scalars, placeOfEntry(this.#place, entry), this.#examination),
    );
  }

  /** Decides about a scalar, once. */
  #ask(node: number, hasHit: boolean): void {
    const outline = this.#outline;
    const style = outline.style(node);
    if (style === nodeStyle.skipped || this.#seen.has(node)) return;
    const context = this.#contexts.of(outline.parent(node));
    if (context.isKept) return;
    if (!this.#examination.spend(units.scalar)) return this.#leave(node, context);
    const entry = this.#contexts.entry(node);
    if (!hasHit && !this.#isOfInterest(node, entry, context.states.length > 0)) return;
    this.#seen.add(node);
    if (this.#place.depth === 0) this.#examination.node = node;
    const scalar = outline.scalar(node);
    const place = placeOfEntry(this.#place, entry);
    const taken = takeValue(this.#source, scalar, {entry, place, examination: this.#examination});
    if (taken.kind === 'drop') this.#drop(node, taken.rule);
    else this.#edits.push(...taken.edits);
  }

  /** Over the budget what is asked about goes unread: not what the object is called by. Of a text all goes in any case. */
  #leave(node: number, {isAnnotations, isInEnvironment}: Context): void {
    if (this.#seen.has(node)) return;
    const outline = this.#outline;
    const {depth, isObject, plan} = this.#place;
    const parent = outline.parent(node);
    const isOfObject =
      parent === 0 || (outline.key(parent)?.role === keyRole.metadata && outline.parent(parent) === 0);
    if (depth > 0 || (isObject && isOfObject && identity.test(outline.key(node)?.text ?? ''))) return;
    this.#seen.add(node);
    const path = () => this.#contexts.path(node);
    const place = placeOfEntry(this.#place, {isInEnvironment, path});
    const scalar = outline.scalar(node);
    const rule =
      unreadBy(place) ??
      [
        ...plan.paths,
        ...plan.rules.filter(({seesAll}) => seesAll),
        ...(isAnnotations ? plan.annotations : []),
      ][0]?.name;
    if (rule === undefined) return;
    const findings = [{rule, detector: 'unread', path: path()}];
    this.#edits.push({
      start: scalar.start,
      end: scalar.end,
      text: wholeScalar(scalar, redactionMarker),
      findings,
    });
  }

  #isOfInterest(node: number, entry: Entry, isFollowed: boolean): boolean {
    const {tells, isInEnvironment, isAnnotation, isSecretData, whole, keyText} = entry;
    if (whole !== undefined || isSecretData || isFollowed) return true;
    const start = this.#outline.start(node);
    const end = this.#outline.end(node);
    if (this.#outline.style(node) === nodeStyle.bare)
      return tells === telling.password || (isInEnvironment && tells > telling.none);
    if (tells > telling.weak) return true;
    if (tells === telling.weak) {
      for (let at = start; at < end; at++) if (mayBeDrawn[this.#source[at] as number] === 1) return true;
    }
    return (
      isAnnotation &&
      this.#place.plan.annotations.some(
        ({isCopy, isAnnotation: fits}) => (!isCopy || this.#mayBeCopy(node)) && fits?.(keyText) === true,
      )
    );
  }

  /** A copy has words, or a run of letters that may be base64, in it; escapes may hide them. */
  #mayBeCopy(node: number): boolean {
    const [start, end] = [this.#outline.start(node), this.#outline.end(node)];
    if (end - start < shortestCopy) return false;
    if (this.#outline.seen(node) === sight.hit || this.#source.subarray(start, end).includes(0x5c))
      return true;
    return this.#source.toString('latin1', start, start + 4).includes('eyJ');
  }

  #takeManagedFields(rule: string): void {
    const outline = this.#outline;
    for (let node = 0; node < outline.count; node++) {
      if (outline.style(node) !== nodeStyle.skipped) continue;
      const start = outline.start(node);
      if (this.#source[skipSpace(this.#source, start + 1)] === 0x5d) continue;
      const findings = [{rule, detector: 'path', path: this.#contexts.path(node)}];
      this.#edits.push({start, end: outline.end(node), text: '[]', findings});
    }
  }

  /** The member goes, or the element, so that JSON stays JSON. */
  #drop(node: number, rule: PlannedRule): void {
    const source = this.#source;
    let start = this.#outline.begin(node);
    let end = this.#outline.isContainer(node)
      ? endOfValue(source, this.#outline.start(node))
      : this.#outline.end(node);
    const after = skipSpace(source, end);
    if (source[after] === 0x2c) end = skipSpace(source, after + 1);
    else {
      let before = start;
      while (before > 0 && (source[before - 1] as number) <= 0x20) before--;
      if (source[before - 1] === 0x2c) start = before - 1;
    }
    const findings = [{rule: rule.name, detector: 'path', path: this.#contexts.path(node)}];
    this.#edits.push({start, end, text: '', findings});
  }
}

/** The place of what stands in a value: the rules that take by key and by value there. */
function placeOfEntry(
  document: Place,
  {isInEnvironment, path}: Pick<Entry, 'isInEnvironment' | 'path'>,
): Place {
  const {environmentRule, keyRule, valueRule} = document.plan;
  return {
    ...document,
    isInEnvironment,
    keyRule: isInEnvironment ? environmentRule : keyRule,
    valueRule,
    path,
  };
}
