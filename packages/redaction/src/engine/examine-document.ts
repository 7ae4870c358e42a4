import {keyRole} from '../detectors/key-facts.ts';
import {telling} from '../detectors/telling-key.ts';
import {type Edit, outermost} from '../edit.ts';
import {endWithoutSpace, withComma, withoutLastComma} from '../readers/json-text.ts';
import type {Outline} from '../readers/outline.ts';
import {decodeScalar, nodeStyle} from '../readers/scalar.ts';
import type {PlannedRule, RulePlan} from '../rules/rule-plan.ts';
import {sight} from './anchor-search.ts';
import {isKept, placeOfEntry} from './applies.ts';
import {commandEdits, isCommand, isFlag, isProgram, programOf, wordsOf} from './command-edits.ts';
import {type Context, Contexts, type Entry, isListOrJson} from './contexts.ts';
import {type Examination, type Place, units} from './examination.ts';
import {isIdentity} from './is-identity.ts';
import {isLead, isNamedAnnotation, mayBeDrawn} from './leads.ts';
import {managedFields} from './managed-fields.ts';
import {pathOf} from './path-of.ts';
import {takeValue} from './take-value.ts';
import {unreadScalar} from './unread.ts';

/** Commands in which nothing was found, and what that cost, by the rules that counted: replicas have the same. */
const harmlessCommands = new WeakMap<RulePlan, Map<string, number>>();
const mostCommands = 2000;
const longestCommand = 500;

/**
 * What goes of one document. Looked at is what an anchor leads to: its value, what is under its key, the value of an
 * object whose name it is in; everything, where a rule has a path or an expression.
 */
export function examineDocument(outline: Outline, place: Place, examination: Examination): Edit[] {
  const edits = editsOf(outline, place, examination);
  return edits.some(({text}) => text === '') ? withoutLastComma(outline.source, outermost(edits)) : edits;
}

function editsOf(outline: Outline, place: Place, examination: Examination): Edit[] {
  const {plan} = place;
  const edits: Edit[] = [];
  if (outline.skipped.length > 0 && (plan.managedFields !== undefined || plan.paths.length > 0))
    edits.push(...managedFields(outline, place));
  // What is repeated is found in the text as a whole; where it stands in there only a report says.
  if (plan.seesAll || plan.paths.length > 0 || (examination.known !== undefined && place.isReport)) {
    new Examiner(outline, place, examination, edits).cover(0, outline.count, true);
    return edits;
  }
  let examiner: Examiner | undefined;
  // A list or a map that is the whole text: `API_TOKENS='["x"]'`.
  if (place.holdsSecrets && isListOrJson(outline))
    (examiner = new Examiner(outline, place, examination, edits)).cover(0, outline.count, false);
  for (const node of outline.hits) {
    if (isLead(outline, node, plan))
      (examiner ??= new Examiner(outline, place, examination, edits)).follow(node);
  }
  return edits;
}

/** The same, of some of its scalars that were asked about before. */
export function examineAgain(
  outline: Outline,
  nodes: Iterable<number>,
  place: Place,
  examination: Examination,
): Edit[] {
  return new Examiner(outline, place, examination, []).examineAgain(nodes);
}

class Examiner {
  readonly #edits: Edit[];
  readonly #outline: Outline;
  readonly #source: Buffer;
  readonly #place: Place;
  readonly #examination: Examination;
  readonly #contexts: Contexts;
  /** Scalars that were decided on, and lists of commands and named objects that were looked at. */
  readonly #seen = new Set<number>();
  /** All before this node has been asked about. */
  #covered = 0;

  constructor(outline: Outline, place: Place, examination: Examination, edits: Edit[]) {
    this.#edits = edits;
    this.#outline = outline;
    this.#source = outline.source;
    this.#place = place;
    this.#examination = examination;
    this.#contexts = new Contexts(outline, place);
  }

  /** Some of the scalars, that were asked about before. */
  examineAgain(nodes: Iterable<number>): Edit[] {
    for (const node of nodes) this.#ask(node, true);
    return this.#edits;
  }

  /** Where an anchor leads to. */
  follow(node: number): void {
    const outline = this.#outline;
    const key = outline.key(node);
    if (outline.isContainer(node)) {
      if (isCommand(outline, node, this.#place.depth)) this.#askCommand(node);
      this.#askNamed(node, false);
      if (key !== undefined && key.tells !== telling.none) this.cover(node + 1, outline.next(node), false);
      return;
    }
    const parent = outline.parent(node);
    const hasHit = outline.seen(node) === sight.hit;
    if (hasHit && key?.role === keyRole.kind) this.#askNamed(parent, true);
    if (
      key === undefined &&
      !this.#seen.has(parent) &&
      isFlag(outline, node) &&
      isCommand(outline, parent, this.#place.depth)
    )
      this.#askCommand(parent);
    this.#ask(node, hasHit);
  }

  /** Asks about the scalars from one node to another. */
  cover(from: number, to: number, isAll: boolean): void {
    const outline = this.#outline;
    const first = Math.max(from, this.#covered);
    this.#covered = Math.max(this.#covered, to);
    for (let node = first; node < to; node++) {
      if (!outline.isContainer(node)) this.#ask(node, isAll && outline.style(node) !== nodeStyle.bare);
      else if (isAll) {
        const {drops} = this.#contexts.of(node);
        if (drops !== undefined) this.#edits.push(this.#dropped(node, drops));
        if (isCommand(outline, node, this.#place.depth)) this.#askCommand(node);
      } else if (isCommand(outline, node, this.#place.depth)) this.#askCommand(node);
    }
  }

  /** What an object has as its value, where its name may tell; or under `data`, where it may be a Secret. */
  #askNamed(container: number, isKind: boolean): void {
    const id = isKind ? ~container : container;
    if (container === -1 || this.#seen.has(id)) return;
    if (!isKind && (this.#contexts.names.of(container).facts?.tells ?? telling.none) === telling.none) return;
    this.#seen.add(id);
    const outline = this.#outline;
    for (let child = container + 1; child < outline.next(container); child = outline.next(child)) {
      if (outline.key(child)?.role !== (isKind ? keyRole.data : keyRole.value)) continue;
      const [from, to] = outline.isContainer(child) ? [child + 1, outline.next(child)] : [child, child + 1];
      for (let node = from; node < to; node++) if (!outline.isContainer(node)) this.#ask(node, false);
    }
  }

  #askCommand(list: number): void {
    if (this.#seen.has(list)) return;
    this.#seen.add(list);
    const {byKey, byValue, isSameEverywhere} = this.#place.plan;
    if (byKey.length + byValue.length === 0) return;
    const outline = this.#outline;
    const [start, end] = [outline.start(list), outline.end(list)];
    const program = programOf(outline, list);
    const text =
      program.length > 0 || end - start > longestCommand || !isSameEverywhere
        ? ''
        : this.#source.toString('latin1', start, end);
    const {budget} = this.#examination;
    const harmless = harmlessCommands.get(this.#place.plan) ?? new Map<string, number>();
    const cost = harmless.get(text);
    if (cost !== undefined && this.#examination.spend(cost)) return;
    const words = wordsOf(outline, list);
    const [first] = words;
    if (first === undefined || words.length < 2 || this.#contexts.of(list).isKept) return;
    const says = (node: number) => outline.seen(node) !== sight.none || isFlag(outline, node);
    if (program.length === 0 && !isProgram(outline, first) && !words.some(says)) return;
    if (!this.#examination.spend((words.length + program.length) * units.entry)) {
      for (const word of words) if (!this.#seen.has(word)) this.#leave(word, this.#contexts.of(list));
      return;
    }
    const entry = {...this.#contexts.entry(first), path: () => this.#path(list)};
    const read = (node: number) => ({...outline.scalar(node), stays: this.#isKept(node)});
    const command = [...program.map((node) => ({...outline.scalar(node), stays: true})), ...words.map(read)];
    const edits = commandEdits(this.#source, command, placeOfEntry(this.#place, entry), this.#examination);
    this.#edits.push(...edits);
    if (edits.length > 0 || text === '' || this.#examination.budget <= 0) return;
    if (harmless.size >= mostCommands) harmless.clear();
    harmlessCommands.set(this.#place.plan, harmless.set(text, budget - this.#examination.budget));
  }

  #isKept(node: number): boolean {
    const {plan} = this.#place;
    if (plan.keeping.length === 0) return false;
    const {bytes} = decodeScalar(this.#source, this.#outline.scalar(node));
    return isKept(plan, this.#contexts.entry(node), bytes, this.#examination);
  }

  /** Decides about a scalar, once. */
  #ask(node: number, hasHit: boolean): void {
    const outline = this.#outline;
    const style = outline.style(node);
    if (style === nodeStyle.skipped || this.#seen.has(node)) return;
    const context = this.#contexts.of(outline.parent(node));
    if (context.isKept || (style === nodeStyle.bare && isListOfNumbers(context))) return;
    const {plan} = this.#place;
    const examination = this.#examination;
    examination.spendOnExpressions(plan.keyExpressions * units.keyExpression);
    if (!examination.spend(units.scalar)) return this.#leave(node, context);
    const entry = this.#contexts.entry(node);
    if (!hasHit && !this.#isOfInterest(node, entry, context.states.length > 0)) return;
    this.#seen.add(node);
    if (this.#place.depth === 0) examination.node = node;
    const drop = (rule: PlannedRule) => this.#dropped(node, rule);
    const options = {entry, place: placeOfEntry(this.#place, entry), examination, drop};
    const edits = takeValue(this.#source, outline.scalar(node), options);
    if (plan.expressions > 0 && examination.isOver) return this.#leave(node, context);
    this.#edits.push(...edits);
  }

  /** Over the budget what is asked about goes unread: not what the object is called by. Of a text all goes in any case. */
  #leave(node: number, {isAnnotations}: Context): void {
    const outline = this.#outline;
    const {depth, isObject} = this.#place;
    if (depth > 0 || (isObject && isIdentity(outline, node))) return;
    this.#seen.add(node);
    const place = {...this.#place, path: () => this.#path(node)};
    this.#edits.push(...unreadScalar(this.#source, outline.scalar(node), place, isAnnotations));
  }

  #isOfInterest(node: number, entry: Entry, isFollowed: boolean): boolean {
    const {tells, isInEnvironment, isAnnotation, isSecretData, within} = entry;
    if (within.length > 0 || isSecretData || isFollowed) return true;
    if (this.#outline.style(node) === nodeStyle.bare)
      return tells === telling.password || (isInEnvironment && tells > telling.none);
    if (tells > telling.weak || (tells === telling.weak && mayBeDrawn(this.#outline, node))) return true;
    return isAnnotation && isNamedAnnotation(this.#outline, node, this.#place.plan);
  }

  #path(node: number): string {
    return pathOf(node, this.#outline, this.#place);
  }

  /** The member goes, or the element, so that JSON stays JSON. */
  #dropped(node: number, rule: PlannedRule): Edit {
    const outline = this.#outline;
    // Blocks, lists and maps of YAML have the space up to the next line in them.
    const end = endWithoutSpace(this.#source, outline.start(node), outline.end(node));
    const span = withComma(this.#source, outline.begin(node), end);
    const findings = [{rule: rule.name, detector: 'path', path: this.#path(node)}];
    return {...span, text: '', findings};
  }
}

/** Whether numbers in a list are none that go: of passwords its key would say so. */
function isListOfNumbers({isList, tells, isInEnvironment, within, isSecretData, states}: Context): boolean {
  const mayGo = isInEnvironment || isSecretData || within.length > 0 || states.length > 0;
  return isList && tells < telling.password && !mayGo;
}
