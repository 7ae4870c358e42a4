import {describes} from '../detectors/describes.ts';
import {factsOfKey, type KeyFacts, keyRole} from '../detectors/key-facts.ts';
import {type Telling, telling} from '../detectors/telling-key.ts';
import type {Outline} from '../readers/outline.ts';
import {nodeStyle} from '../readers/scalar.ts';
import {nextStates, ownersAt, type PathState} from '../rules/path-pattern.ts';
import {type PlannedRule, takesAll} from '../rules/rule-plan.ts';
import type {Place} from './examination.ts';
import {createNames} from './names.ts';
import {pathOf} from './path-of.ts';

/** What counts for all that is in a container: of itself, and of those that it lies in. */
export interface Context {
  readonly key: KeyFacts | undefined;
  readonly isList: boolean;
  readonly isInEnvironment: boolean;
  readonly isAnnotations: boolean;
  readonly isCommand: boolean;
  /** What its own key says about the elements of a list, or about all that is in an object under it. */
  readonly tells: Telling;
  /** It is or lies in what a Secret has under `data`. */
  readonly isSecretData: boolean;
  /** Rules whose path leads to it, or to what it lies in: they count for all in it. */
  readonly within: readonly PlannedRule[];
  readonly isKept: boolean;
  readonly drops: PlannedRule | undefined;
  readonly states: readonly PathState<PlannedRule>[];
}

/** What is known of a scalar before its value is looked at. */
export interface Entry {
  readonly keyText: string;
  readonly tells: Telling;
  readonly isInEnvironment: boolean;
  readonly isAnnotation: boolean;
  readonly isSecretData: boolean;
  readonly within: readonly PlannedRule[];
  readonly reached: readonly PlannedRule[];
  path(): string;
}

/** What the scheduler and others select by, and what things are called: nobody keeps a secret there but by mistake. */
const labels = /^(?:match)?labels$|(?:names|claims|columns|mappings?)$/i;
/** What a public JSON Web Key has, under `keys`: `d` and `k` are its private members. */
const publicMember = /^(?:kty|crv|kid|use|alg|x|y|n|e|x5[ctu](?:#S256)?)$/;

/** Whether a document is a list, or a map as JSON has it: other maps are files, in which each key speaks for itself. */
export function isListOrJson(outline: Outline): boolean {
  if (outline.count === 0) return false;
  return outline.style(0) === nodeStyle.list || outline.source[outline.start(0)] === 0x7b;
}

/** Says of each place in one document what counts there. Each container is looked at once, when it is asked about. */
export function createContexts(outline: Outline, place: Place) {
  const names = createNames(outline);
  const contexts = new Map<number, Context>();
  const secrets = new Map<number, boolean>();

  function of(node: number): Context {
    let context = contexts.get(node);
    if (context !== undefined) return context;
    const path: number[] = [];
    for (let at = node; at !== -1 && context === undefined; context = contexts.get(at)) {
      path.push(at);
      at = outline.parent(at);
    }
    for (let inner = path.pop(); inner !== undefined; inner = path.pop()) {
      context = contextOf(inner, context);
      contexts.set(inner, context);
    }
    return context ?? rootContext(undefined, false);
  }

  function entry(node: number): Entry {
    const parent = outline.parent(node);
    const context = of(parent);
    const key = names.keyOf(node);
    const named =
      key?.role === keyRole.value && !context.isList
        ? (names.ofValue(parent, key) ?? nameOfObject(parent, key))
        : undefined;
    let tells: Telling = named?.tells ?? key?.tells ?? (context.isList ? context.tells : telling.none);
    if (
      key !== undefined &&
      context.tells > tells &&
      key.role !== keyRole.reference &&
      !isAboutOther(parent, key)
    )
      ({tells} = context);
    if (context.key?.role === keyRole.reference) tells = telling.none;
    // Of a Secret that is named beside it the key: `passwordSecret: {secretName: a, password: key-in-it}`.
    if (tells > telling.weak && (names.of(parent).isOfSecret || labels.test(context.key?.text ?? '')))
      tells = telling.weak;
    return {
      keyText: (named ?? key ?? context.key)?.text ?? '',
      tells,
      isInEnvironment: context.isInEnvironment || (key?.role === keyRole.env && !context.isAnnotations),
      isAnnotation: context.isAnnotations,
      isSecretData: context.isSecretData,
      within: context.within,
      reached: ownersAt(statesOf(node, context)),
      path: () => pathOf(node, outline, place),
    };
  }

  /** What an object is called, where its value is all that it has: `{kind: Setting, metadata: {name: api-token}, value: x}`. */
  function nameOfObject(container: number, {text}: KeyFacts): KeyFacts | undefined {
    const {depth, facts} = place;
    return container === 0 && depth === 0 && text === 'value' ? factsOfKey(facts.object.name) : undefined;
  }

  function rootContext(key: KeyFacts | undefined, isList: boolean): Context {
    return {
      key,
      isList,
      isInEnvironment: place.isInEnvironment,
      isAnnotations: false,
      isCommand: false,
      // A list or a map that is the whole text: `API_TOKENS='["x"]'`.
      tells: place.holdsSecrets && isListOrJson(outline) ? telling.weak : telling.none,
      isSecretData: false,
      within: [],
      isKept: false,
      drops: undefined,
      states: key === undefined && place.isObject ? place.plan.paths : [],
    };
  }

  function contextOf(node: number, parent: Context | undefined): Context {
    const key = outline.key(node);
    const isList = outline.style(node) === nodeStyle.list;
    if (parent === undefined) return rootContext(key, isList);
    const role = key?.role ?? keyRole.other;
    const isReference = role === keyRole.reference;
    const states = statesOf(node, parent);
    const reached = ownersAt(states);
    // Of a path with `**` a rule may be reached again and again.
    const isKnown = reached.every((rule) => parent.within.includes(rule));
    const within = isKnown ? parent.within : [...new Set([...parent.within, ...reached])];
    const isKept = parent.isKept || reached.some((rule) => rule.action === 'keep' && takesAll(rule));
    const drops = isKept ? undefined : reached.find((rule) => rule.action === 'drop' && takesAll(rule));
    return {
      key,
      isList,
      isInEnvironment: !isReference && (role === keyRole.env || parent.isInEnvironment),
      isAnnotations: role === keyRole.annotations && !isList,
      isCommand: isList && role === keyRole.command,
      tells: isReference ? telling.none : inherited(node, parent, key, isList),
      isSecretData:
        parent.isSecretData || (role === keyRole.data && !isList && isInSecret(outline.parent(node))),
      within,
      isKept,
      drops,
      states,
    };
  }

  /** What a list's key says counts for its elements; an object's, in an environment, for what its members say. */
  function inherited(node: number, parent: Context, key: KeyFacts | undefined, isList: boolean): Telling {
    const container = outline.parent(node);
    let tells: Telling = key === undefined ? parent.tells : key.tells;
    if (key?.role === keyRole.value && !parent.isList && (isList || key.text !== 'values'))
      tells = names.of(container).facts?.tells ?? tells;
    // What a key says outright goes on for all that is in it; what says little counts for what is right there.
    const isOfOuter = parent.tells > ((key === undefined ? parent.key?.tells : undefined) ?? telling.none);
    if (key !== undefined && parent.tells > tells && !isAboutOther(container, key))
      tells = parent.isInEnvironment ? parent.tells : telling.weak;
    if (isList || parent.isInEnvironment || tells === telling.none) return tells;
    if (key === undefined && outline.child(node, 'name') !== undefined) return telling.none;
    return /(?:^keys|(?:token|password|api_?key)s|hub-oauth)$/i.test(key?.text ?? '')
      ? tells
      : tells > telling.weak || isOfOuter
        ? telling.weak
        : telling.none;
  }

  /** Whether it says something about a value that is elsewhere: `key` does, where a `name` says where that is. */
  function isAboutOther(container: number, {text}: KeyFacts): boolean {
    if (describes(text)) return true;
    if (publicMember.test(text) && contexts.get(container)?.tells === telling.weak) return true;
    return /^(?:key|user(?:name)?)$/.test(text) && names.of(container).isName;
  }

  function isInSecret(container: number): boolean {
    const {plan, isObject, facts} = place;
    if (plan.secrets === undefined) return false;
    if (outline.parent(container) === -1 && isObject && facts.kind === 'Secret' && facts.group === '')
      return true;
    const known = secrets.get(container);
    if (known !== undefined) return known;
    const says = (name: string, text: string) => {
      const child = outline.child(container, name);
      return child === undefined ? undefined : outline.text(child).trim() === text;
    };
    const isSecret = says('kind', 'Secret') === true && says('apiVersion', 'v1') !== false;
    secrets.set(container, isSecret);
    return isSecret;
  }

  function statesOf(node: number, parent: Context): Context['states'] {
    if (parent.states.length === 0) return parent.states;
    return nextStates(parent.states, {
      key: outline.key(node)?.text,
      index: outline.index(node),
      peek: (name) => {
        const child = outline.isContainer(node) ? outline.child(node, name) : undefined;
        return child === undefined ? undefined : outline.text(child);
      },
    });
  }

  return {names, of, entry};
}
