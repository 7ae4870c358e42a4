import {keyRole} from '../detectors/key-facts.ts';
import {type Edit, outermost} from '../edit.ts';
import {outlineJson} from '../readers/outline-json.ts';
import {Outline} from '../readers/outline.ts';
import {nodeStyle, wholeScalar} from '../readers/scalar.ts';
import type {DocumentFacts} from '../rules/rule-plan.ts';
import {createContexts} from './contexts.ts';
import {Examination, type Machinery, type Place, type Unpacked} from './examination.ts';
import {examineDocument, examinerOf} from './examine-document.ts';
import {isIdentity} from './is-identity.ts';
import {type KnownHit, type KnownValues, repeatedEdit} from './known-values.ts';
import {pathOf} from './path-of.ts';

/** Where values were found again; undefined where that is not known. */
type Hits = readonly KnownHit[] | undefined;

/** What goes of an object. */
export interface Examined {
  /** In order and apart. */
  readonly edits: readonly Edit[];
  readonly taken: KnownValues;
}

/** All that goes of one object, or release: what the rules take, and where that is repeated. */
export function examineObject(bytes: Buffer, facts: DocumentFacts, machinery: Machinery): Examined {
  const plan = machinery.planFor(facts);
  const first = new Examination(machinery, plan, bytes.length);
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
    isReport: machinery.isReport,
    path: () => '',
  };
  const isWhole = machinery.isReport || plan.seesAll || plan.paths.length > 0;
  const outline = outlineOf(bytes, machinery, isWhole);
  let edits = outermost(examineDocument(outline, place, first));
  if (first.unpacked.length > 0) {
    const isCarrier = carriersIn(outline, place);
    const repeats = ({node, bytes: text, edits: own}: Unpacked) =>
      outsideOf(own, taken.find(text))?.some(({value}) => value.isEverywhere || isCarrier(node)) ?? true;
    const nodes = first.unpacked.filter(repeats).map(({node}) => node);
    if (nodes.length > 0) {
      const second = new Examination(machinery, plan, bytes.length, first);
      const again = examinerOf(outline, place, second, []).examineAgain(nodes);
      edits = outermost([...again, ...edits]);
    }
  }
  if (taken.size > 0 || first.isOver) {
    const hits = first.isOver ? undefined : outsideOf(edits, taken.find(bytes, edits));
    if (hits?.length !== 0) {
      const all = isWhole ? outline : outlineOf(bytes, machinery, true);
      edits = outermost([...edits, ...repeated(hits, all, place, machinery)]);
      if (all !== outline) all.release();
    }
  }
  outline.release();
  return {edits, taken};
}

function outlineOf(bytes: Buffer, {search}: Machinery, isWhole: boolean): Outline {
  const outline = new Outline(bytes, search, isWhole);
  outlineJson(outline);
  return outline;
}

/** Says whether a node is one that people repeat values in: a variable, an argument, an annotation. */
function carriersIn(outline: Outline, place: Place): (node: number) => boolean {
  const contexts = createContexts(outline, place);
  return (node) => {
    const {isKept, isInEnvironment, isAnnotations, isCommand} = contexts.of(outline.parent(node));
    const isIn = isInEnvironment || isAnnotations || isCommand || outline.key(node)?.role === keyRole.env;
    return isIn && !isKept;
  };
}

/** What goes where values stand again: words only where people repeat values; without hits, all that is there. */
function repeated(hits: Hits, outline: Outline, place: Place, machinery: Machinery): Edit[] {
  const {source} = outline;
  const isCarrier = carriersIn(outline, place);
  const pathTo = (node: number) => (node === -1 ? '' : pathOf(node, outline, place));
  if (hits === undefined) {
    return [...Array(outline.count).keys()]
      .filter((node) => outline.style(node) === nodeStyle.double && isCarrier(node))
      .map((node) => {
        const marker = machinery.marker(source.subarray(outline.start(node) + 1, outline.end(node) - 1));
        const finding = {rule: 'repeated', detector: 'unread', path: pathTo(node)};
        return wholeScalar(source, outline.scalar(node), marker, finding);
      });
  }
  return hits.flatMap(({start, end, value}) => {
    const node = outline.nodeAt(start);
    if (node !== -1 && isIdentity(outline, node)) return [];
    // In a key it is in nothing that repeats values.
    const isIn = node !== -1 && start >= outline.start(node) && start < outline.end(node);
    if (!value.isEverywhere && !(isIn && isCarrier(node))) return [];
    return [repeatedEdit({start, end, value}, pathTo(node))];
  });
}

function outsideOf(edits: readonly Edit[], hits: Hits): Hits {
  let at = 0;
  return hits?.filter(({start, end}) => {
    while (at < edits.length && (edits[at] as Edit).end <= start) at++;
    return at === edits.length || (edits[at] as Edit).start >= end;
  });
}
