import {keyRole} from '../detectors/key-facts.ts';
import {shortestCopy} from '../detectors/looks-like-copy.ts';
import {telling} from '../detectors/telling-key.ts';
import type {Outline} from '../readers/outline.ts';
import {nodeStyle} from '../readers/scalar.ts';
import type {RulePlan} from '../rules/rule-plan.ts';
import {sight} from './anchor-search.ts';
import {isOfOwner} from './names.ts';

/** Words in small letters never look random, nor are they a user and a password. */
const drawn = Uint8Array.from({length: 256}, (_, byte) =>
  Number(/[A-Z0-9:]/.test(String.fromCharCode(byte))),
);

/** Whether something may go where this node is, as far as it says itself. */
export function isLead(outline: Outline, node: number, plan: RulePlan): boolean {
  const seen = outline.seen(node);
  if (outline.isContainer(node) || seen === sight.hit || (outline.isWhole && seen === sight.word))
    return true;
  const key = outline.key(node);
  if (key?.role === keyRole.value && outline.parent(node) === 0) return true;
  const owner = outline.key(outline.parent(node));
  const tells = key?.tells ?? telling.none;
  if (tells > telling.weak) return true;
  if (tells === telling.weak && (mayBeDrawn(outline, node) || isOfOwner(key, owner))) return true;
  return owner?.role === keyRole.annotations && isNamedAnnotation(outline, node, plan);
}

/** Whether a value may look random, or be a user and a password. */
export function mayBeDrawn(outline: Outline, node: number): boolean {
  const end = outline.end(node);
  for (let at = outline.start(node); at < end; at++)
    if (drawn[outline.source[at] as number] === 1) return true;
  return false;
}

/** Whether a rule names the annotation, or may take it as a copy. */
export function isNamedAnnotation(outline: Outline, node: number, {annotations}: RulePlan): boolean {
  const name = outline.key(node)?.text ?? '';
  return annotations.some(
    ({isCopy, isAnnotation}) => (!isCopy || mayBeCopy(outline, node)) && isAnnotation?.(name) === true,
  );
}

/** A copy has words, or a run of letters that may be base64, in it; escapes may hide them; or it is a short web token. */
function mayBeCopy(outline: Outline, node: number): boolean {
  const {source} = outline;
  const start = outline.start(node);
  const end = outline.end(node);
  if (end - start < shortestCopy) return false;
  const at = outline.seen(node) === sight.hit ? start : source.indexOf(0x5c, start);
  const first = start + Number(outline.style(node) <= nodeStyle.single);
  return (at !== -1 && at < end) || (source[first] === 0x65 && source[first + 1] === 0x79);
}
