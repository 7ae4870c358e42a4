import {keyRole} from '../detectors/key-facts.ts';
import {telling} from '../detectors/telling-key.ts';
import {type Edit, outermost} from '../edit.ts';
import {endWithoutSpace, withComma, withoutLastComma} from '../readers/json-text.ts';
import type {Outline} from '../readers/outline.ts';
import {decodeScalar, nodeStyle} from '../readers/scalar.ts';
import type {PlannedRule, RulePlan} from '../rules/rule-plan.ts';
import {sight} from './anchor-search.ts';
import {isKept, placeOfEntry} from './applies.ts';
import {
  commandEdits,
  commandWord,
  isCommand,
  isFlag,
  isProgram,
  programOf,
  wordsOf,
} from './command-edits.ts';
import {type Context, createContexts, type Entry, isListOrJson} from './contexts.ts';
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

/** What goes of one document: where anchors lead to, or everywhere, where a rule has a path or an expression. */
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
    examinerOf(outline, place, examination, edits).cover(0, outline.count, true);
    return edits;
  }
  let examiner: ReturnType<typeof examinerOf> | undefined;
  // A list or a map that is the whole text: `API_TOKENS='["x"]'`.
  if (place.holdsSecrets && isListOrJson(outline))
    (examiner = examinerOf(outline, place, examination, edits)).cover(0, outline.count, false);
  for (const node of outline.hits) {
    if (isLead(outline, node, plan))
      (examiner ??= examinerOf(outline, place, examination, edits)).follow(node);
  }
  return edits;
}

/** Asks about the scalars of one document, each once; what goes is added to `all`. */
export function examinerOf(outline: Outline, place: Place, examination: Examination, all: Edit[]) {
  const {source} = outline;
  const contexts = createContexts(outline, place);
  /** Scalars that were decided on, and lists of commands and named objects that were looked at. */
  const seen = new Set<number>();
  const programs = new Map<number, readonly number[]>();
  let covered = 0;

  function follow(node: number): void {
    const key = outline.key(node);
    if (outline.isContainer(node)) {
      askCommand(node);
      askNamed(node, false);
      if (key !== undefined && key.tells !== telling.none) cover(node + 1, outline.next(node), false);
      return;
    }
    const parent = outline.parent(node);
    const hasHit = outline.seen(node) === sight.hit;
    if (hasHit && key?.role === keyRole.kind) askNamed(parent, true);
    if (key === undefined && isFlag(outline, node)) askCommand(parent);
    ask(node, hasHit);
  }

  function cover(from: number, to: number, isAll: boolean): void {
    const first = Math.max(from, covered);
    covered = Math.max(covered, to);
    for (let node = first; node < to; node++) {
      if (!outline.isContainer(node)) {
        ask(node, isAll && outline.style(node) !== nodeStyle.bare);
        continue;
      }
      const drops = isAll ? contexts.of(node).drops : undefined;
      if (drops !== undefined) all.push(dropped(node, drops));
      askCommand(node);
    }
  }

  /** What an object has as its value, where its name may tell; or under `data`, where it may be a Secret. */
  function askNamed(container: number, isKind: boolean): void {
    const id = isKind ? ~container : container;
    if (container === -1 || seen.has(id)) return;
    if (!isKind && (contexts.names.of(container).facts?.tells ?? telling.none) === telling.none) return;
    seen.add(id);
    for (let child = container + 1; child < outline.next(container); child = outline.next(child)) {
      if (outline.key(child)?.role !== (isKind ? keyRole.data : keyRole.value)) continue;
      const [from, to] = outline.isContainer(child) ? [child + 1, outline.next(child)] : [child, child + 1];
      for (let node = from; node < to; node++) if (!outline.isContainer(node)) ask(node, false);
    }
  }

  function askCommand(list: number): void {
    if (seen.has(list) || !isCommand(outline, list, place.depth)) return;
    seen.add(list);
    const {byKey, byValue, isSameEverywhere} = place.plan;
    if (byKey.length + byValue.length === 0) return;
    const [start, end] = [outline.start(list), outline.end(list)];
    const program = programFor(list);
    const text =
      program.length > 0 || end - start > longestCommand || !isSameEverywhere
        ? ''
        : source.toString('latin1', start, end);
    const {budget} = examination;
    const harmless = harmlessCommands.get(place.plan) ?? new Map<string, number>();
    const cost = harmless.get(text);
    if (cost !== undefined && examination.spend(cost)) return;
    const words = wordsOf(outline, list);
    const [first] = words;
    if (first === undefined || words.length < 2 || contexts.of(list).isKept) return;
    const says = (node: number) => outline.seen(node) !== sight.none || isFlag(outline, node);
    if (program.length === 0 && !isProgram(outline, first) && !words.some(says)) return;
    if (!examination.spend((words.length + program.length) * units.entry)) {
      for (const word of words) if (!seen.has(word)) leave(word, contexts.of(list));
      return;
    }
    const entry = {...contexts.entry(first), path: () => path(list)};
    const command = [
      ...program.map((node) => commandWord(outline, node, true)),
      ...words.map((node) => commandWord(outline, node, stays(node))),
    ];
    const edits = commandEdits(command, placeOfEntry(place, entry), examination);
    all.push(...edits);
    if (edits.length > 0 || text === '' || examination.budget <= 0) return;
    if (harmless.size >= mostCommands) harmless.clear();
    harmlessCommands.set(place.plan, harmless.set(text, budget - examination.budget));
  }

  /** Of a container once, however many lists of arguments it has. */
  function programFor(list: number): readonly number[] {
    if (outline.key(list)?.text !== 'args') return [];
    const container = outline.parent(list);
    const program = programs.get(container) ?? programOf(outline, container);
    programs.set(container, program);
    return program;
  }

  function stays(node: number): boolean {
    const {plan} = place;
    if (plan.keeping.length === 0) return false;
    const {bytes} = decodeScalar(source, outline.scalar(node));
    return isKept(plan, contexts.entry(node), bytes, examination);
  }

  function ask(node: number, hasHit: boolean): void {
    const style = outline.style(node);
    if (style === nodeStyle.skipped || seen.has(node)) return;
    const context = contexts.of(outline.parent(node));
    if (context.isKept || (style === nodeStyle.bare && isListOfNumbers(context))) return;
    const {plan} = place;
    examination.spendOnExpressions(plan.keyExpressions * units.keyExpression);
    if (!examination.spend(units.scalar)) return leave(node, context);
    const entry = contexts.entry(node);
    if (!hasHit && !isOfInterest(node, entry, context.states.length > 0)) return;
    seen.add(node);
    if (place.depth === 0) examination.node = node;
    const drop = (rule: PlannedRule) => dropped(node, rule);
    const options = {entry, place: placeOfEntry(place, entry), examination, drop};
    const edits = takeValue(source, outline.scalar(node), options);
    if (plan.expressions > 0 && examination.isOver) return leave(node, context);
    all.push(...edits);
  }

  /** Over the budget what is asked about goes unread: not what the object is called by. Of a text all goes in any case. */
  function leave(node: number, {isAnnotations}: Context): void {
    const {depth, isObject} = place;
    if (depth > 0 || (isObject && isIdentity(outline, node))) return;
    seen.add(node);
    const own = {...place, path: () => path(node)};
    all.push(...unreadScalar(source, outline.scalar(node), own, isAnnotations));
  }

  function isOfInterest(node: number, entry: Entry, isFollowed: boolean): boolean {
    const {tells, isInEnvironment, isAnnotation, isSecretData, within} = entry;
    if (within.length > 0 || isSecretData || isFollowed) return true;
    if (outline.style(node) === nodeStyle.bare)
      return tells === telling.password || (isInEnvironment && tells > telling.none);
    if (tells > telling.weak || (tells === telling.weak && mayBeDrawn(outline, node))) return true;
    return isAnnotation && isNamedAnnotation(outline, node, place.plan);
  }

  function path(node: number): string {
    return pathOf(node, outline, place);
  }

  function dropped(node: number, rule: PlannedRule): Edit {
    // Blocks, lists and maps of YAML have the space up to the next line in them.
    const end = endWithoutSpace(source, outline.start(node), outline.end(node));
    const span = withComma(source, outline.begin(node), end);
    const findings = [{rule: rule.name, detector: 'path', path: path(node)}];
    return {...span, text: '', findings};
  }

  return {
    follow,
    cover,
    examineAgain(nodes: Iterable<number>): Edit[] {
      for (const node of nodes) ask(node, true);
      return all;
    },
  };
}

/** Whether numbers in a list are none that go: of passwords its key would say so. */
function isListOfNumbers({isList, tells, isInEnvironment, within, isSecretData, states}: Context): boolean {
  const mayGo = isInEnvironment || isSecretData || within.length > 0 || states.length > 0;
  return isList && tells < telling.password && !mayGo;
}
