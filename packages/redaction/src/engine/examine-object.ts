import {keyRole} from '../detectors/key-facts.ts';
import {type Edit, outermost, type Span} from '../edit.ts';
import {memberOf} from '../readers/json-text.ts';
import {outlineJson} from '../readers/outline-json.ts';
import {Outline} from '../readers/outline.ts';
import {nodeStyle} from '../readers/scalar.ts';
import type {DocumentFacts} from '../rules/rule-plan.ts';
import {Contexts} from './contexts.ts';
import {budgetOf, Examination, type Machinery, type Place, type Unpacked} from './examination.ts';
import {examineAgain, examineDocument} from './examine-document.ts';
import type {KnownHit, KnownValues} from './known-values.ts';

/** What goes of an object. */
export interface Examined {
  /** In order and apart. */
  readonly edits: readonly Edit[];
  /** What was taken out. */
  readonly taken: KnownValues;
}

/**
 * All that goes of one object, or release: what the rules take, and where that is repeated.
 */
export function examineObject(bytes: Buffer, facts: DocumentFacts, machinery: Machinery): Examined {
  const plan = machinery.planFor(facts);
  const first = new Examination(machinery, budgetOf(bytes.length));
  const {taken} = first;
  if (plan.rules.length === 0 && plan.secrets === undefined && !plan.hasOtherKinds) return {edits: [], taken};
  const place: Place = {
    facts,
    isObject: true,
    plan,
    depth: 0,
    isInEnvironment: false,
    holdsSecrets: false,
    keyRule: undefined,
    valueRule: undefined,
    expressions: [],
    path: () => '',
  };
  const isWhole = machinery.isReport || plan.seesAll || plan.paths.length > 0;
  const outline = outlineOf(bytes, machinery, isWhole);
  let edits = outermost(examineDocument(outline, place, first));
  if (taken.size > 0 || first.isOver) {
    const contexts = new Contexts(outline, place, machinery);
    /** Variables, arguments, annotations. */
    const isCarrier = (node: number) => {
      const {isInEnvironment, isAnnotations, isCommand} = contexts.of(outline.parent(node));
      return isInEnvironment || isAnnotations || isCommand || outline.key(node)?.role === keyRole.env;
    };
    const repeats = ({node, bytes: text, edits: own}: Unpacked) => {
      const hits = taken.find(text);
      return (
        hits === undefined || outsideOf(own, hits).some(({value}) => value.isEverywhere || isCarrier(node))
      );
    };
    const nodes = first.unpacked.filter(repeats).map(({node}) => node);
    if (nodes.length > 0) {
      const second = new Examination(machinery, first.budget, taken);
      edits = outermost([...examineAgain(outline, nodes, place, second), ...edits]);
    }
    const again = repeated({outline, isCarrier, contexts, edits, taken, isOver: first.isOver}, machinery);
    if (again.length > 0) edits = outermost([...edits, ...again]);
  }
  outline.release();
  return {edits, taken};
}

function outlineOf(bytes: Buffer, {search}: Machinery, isWhole: boolean): Outline {
  const outline = new Outline(bytes, search, isWhole);
  outlineJson(outline);
  return outline;
}

interface Repetition extends Examined {
  readonly outline: Outline;
  readonly contexts: Contexts;
  /** Whether people repeat values there. */
  readonly isCarrier: (node: number) => boolean;
  /** There is more that was taken. */
  readonly isOver: boolean;
}

/** Values that were taken out, where they stand again: those that are words only where people repeat values. */
function repeated(
  {outline, contexts, isCarrier, edits, taken, isOver}: Repetition,
  machinery: Machinery,
): Edit[] {
  const {source} = outline;
  const found = isOver ? undefined : taken.find(source);
  if (found === undefined) {
    return [...Array(outline.count).keys()]
      .filter((node) => outline.style(node) === nodeStyle.double && isCarrier(node))
      .map((node) => {
        const span = {start: outline.start(node) + 1, end: outline.end(node) - 1};
        const findings = [{rule: 'repeated', detector: 'unread', path: contexts.path(node)}];
        return {...span, text: machinery.marker(source.subarray(span.start, span.end)), findings};
      });
  }
  const hits = outsideOf(edits, found);
  const identity = hits.length === 0 ? [] : identityOf(outline);
  return hits.flatMap(({start, end, value}) => {
    if (identity.some((span) => start < span.end && end > span.start)) return [];
    const node = outline.nodeAt(start);
    // In a key, or behind it in a value that the outline left out, it is in nothing that repeats values.
    const isIn = node !== -1 && start >= outline.start(node) && start < outline.end(node);
    if (!value.isEverywhere && !(isIn && isCarrier(node))) return [];
    const findings = [
      {rule: value.rule, detector: 'repeated value', path: node === -1 ? '' : contexts.path(node)},
    ];
    return [{start, end, text: value.marker, findings}];
  });
}

/** Where values that were taken stand elsewhere. */
function outsideOf(edits: readonly Edit[], hits: readonly KnownHit[]): readonly KnownHit[] {
  let at = 0;
  return hits.filter(({start, end}) => {
    while (at < edits.length && (edits[at] as Edit).end <= start) at++;
    return at === edits.length || (edits[at] as Edit).start >= end;
  });
}

/** What the object is called by: without it nobody would find it again. */
function identityOf(outline: Outline): Span[] {
  const metadata = outline.count === 0 ? undefined : outline.child(0, 'metadata');
  if (metadata === undefined) return [];
  return ['name', 'namespace', 'uid', 'generateName'].flatMap(
    (name) => memberOf(outline.source, outline.start(metadata), name) ?? [],
  );
}
