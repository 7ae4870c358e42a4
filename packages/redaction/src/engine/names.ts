import {factsOfKey, type KeyFacts, keyRole} from '../detectors/key-facts.ts';
import {telling} from '../detectors/telling-key.ts';
import type {Outline} from '../readers/outline.ts';
import {nodeStyle} from '../readers/scalar.ts';

/** What an object calls the value that it has. */
export interface Name {
  readonly facts: KeyFacts | undefined;
  readonly isName: boolean;
  readonly isOfSecret: boolean;
  /** It describes a client: `secret` is its own there, elsewhere perhaps what a Secret is called. */
  readonly isOfClient: boolean;
}

const nameRanks: Readonly<Record<string, number>> = {name: 3, key: 2, type: 0.5};
const shortKey = /^(?:key|community|credentials)$/i;
const keyOwner = /^(?:api|jwt|encrypt|encryption|signing|hmac|aes|session|crypto|snmp|authorization)$/i;

/** Whether a key says more together with the one above it. */
export function isOfOwner(key: KeyFacts | undefined, owner: KeyFacts | undefined): boolean {
  return key !== undefined && owner !== undefined && shortKey.test(key.text) && keyOwner.test(owner.text);
}

/** What the values of one document are called, where their own keys do not say it. Each object is looked at once. */
export function createNames(outline: Outline) {
  const known = new Map<number, Name>();

  /** What a key is called together with the one above it: `encryption: {key: x}`. */
  function keyOf(node: number): KeyFacts | undefined {
    const key = outline.key(node);
    const container = outline.parent(node);
    const owner = outline.key(container);
    if (key?.text === 'secret' && of(container).isOfClient) return factsOfKey('client_secret');
    if (!isOfOwner(key, owner) || of(container).isName) return key;
    return factsOfKey(`${owner?.text}_${key?.text}`);
  }

  /** What a value is of: what its object is called by, or lies under: `password: {value: x}`. */
  function ofValue(container: number, {text}: KeyFacts): KeyFacts | undefined {
    const {facts} = of(container);
    return facts ?? (text === 'default' ? undefined : outline.key(container));
  }

  function of(container: number): Name {
    const seen = known.get(container);
    if (seen !== undefined) return seen;
    let rank = 0;
    let best = -1;
    let isOfSecret = false;
    let isOfClient = false;
    const end = container === -1 ? 0 : outline.next(container);
    for (let child = container + 1; child < end; child = outline.next(child)) {
      const key = outline.key(child);
      if (key?.role === keyRole.secretName) isOfSecret = true;
      if (key?.role === keyRole.client) isOfClient = true;
      if (key?.role !== keyRole.name || outline.style(child) > nodeStyle.block) continue;
      const own = nameRanks[key.text] ?? 1;
      if (own > rank) [rank, best] = [own, child];
    }
    let facts = best === -1 ? undefined : outline.names(best);
    // A kind is no name, but for `type: password`.
    if (rank < 1 && facts?.tells !== telling.password) facts = undefined;
    const name = {facts, isName: rank === nameRanks['name'], isOfSecret, isOfClient};
    known.set(container, name);
    return name;
  }

  return {keyOf, ofValue, of};
}
