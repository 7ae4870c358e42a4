import {isAlias, isCollection, isMap, isScalar, isSeq, type Node, parseAllDocuments, Scalar} from 'yaml';

import {KubeconfigProblem} from './kubeconfig-problem.ts';

/** What YAML says, as kubectl turns it into JSON: a number is told from a text that looks like one. */
export type YamlValue =
  | string
  | boolean
  | number
  | null
  | readonly YamlValue[]
  | ReadonlyMap<string, YamlValue>;

/**
 * The first document of a YAML text, read as kubectl reads it (`sigs.k8s.io/yaml`, which is go-yaml 2): YAML 1.1 with its
 * merge keys, its `yes` and `!!binary`; of duplicate keys the last counts; unknown tags are ignored; what follows the
 * first document is not looked at. UTF-8, or UTF-16 where a byte order mark says so. Writes no warning anywhere.
 *
 * @throws {KubeconfigProblem}
 */
export function readYaml(bytes: Uint8Array): YamlValue {
  const text = decode(bytes);
  if (unprintable.test(text)) throw new KubeconfigProblem('it holds control characters');
  try {
    const [document] = parseAllDocuments(text, {
      version: '1.1',
      schema: 'failsafe',
      resolveKnownTags: false,
      uniqueKeys: false,
      merge: false,
      strict: false,
      logLevel: 'silent',
    });
    if (document === undefined || !('contents' in document)) return null;
    const {contents} = document;
    // What stands behind JSON is the next document's.
    const end = isCollection(contents) && contents.flow === true ? contents.range?.[1] : undefined;
    const error = document.errors.find(
      ({pos, code}) => pos[0] < (end ?? Infinity) || code !== 'UNEXPECTED_TOKEN',
    );
    if (error !== undefined) {
      const line = error.linePos?.[0].line;
      throw new KubeconfigProblem(`it is not YAML${line === undefined ? '' : ` (line ${line})`}`);
    }
    if (document.directives?.yaml.explicit === true && document.directives.yaml.version !== '1.1')
      throw new KubeconfigProblem('it says that it is YAML of another version than 1.1');
    return new Resolver().value(contents);
  } catch (error) {
    if (error instanceof KubeconfigProblem) throw error;
    // The parser recurses: what is nested too deep ends its stack.
    throw new KubeconfigProblem('it is not YAML');
  }
}

/** Everything that YAML 1.1 calls unprintable. */
const unprintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function decode(bytes: Uint8Array): string {
  const mark = Buffer.from(bytes.subarray(0, 2)).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, {fatal: true}).decode(bytes);
  } catch {
    throw new KubeconfigProblem(`it is not ${encoding.toUpperCase()} text`);
  }
}

/** Nodes that one document may be worth once its aliases are followed; a kubeconfig of 1,000 clusters has some 20,000. */
const mostNodes = 1_000_000;

class Resolver {
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  #nodes = 0;

  value(node: unknown): YamlValue {
    if (++this.#nodes > mostNodes) throw new KubeconfigProblem('its aliases make it too large');
    if (isAlias(node)) return this.value(this.#aliased(node.source));
    if (isScalar(node)) return scalar(this.#anchored(node));
    if (isSeq(node)) return this.#within(node, () => node.items.map((item) => this.value(item)));
    if (isMap(node)) return this.#within(node, () => this.#map(node.items));
    return null;
  }

  /** In the order of the text: what comes later counts, be it merged or not. */
  #map(pairs: readonly {readonly key: unknown; readonly value: unknown}[]): Map<string, YamlValue> {
    const map = new Map<string, YamlValue>();
    for (const {key, value} of pairs) {
      if (isMergeKey(key)) for (const [name, merged] of this.#merged(value)) map.set(name, merged);
      else map.set(keyText(this.value(key)), this.value(value));
    }
    return map;
  }

  /** Of several maps the first that has a key counts. */
  #merged(node: unknown): ReadonlyMap<string, YamlValue> {
    const value = this.value(node);
    const maps = Array.isArray(value) ? (value as readonly YamlValue[]).toReversed() : [value];
    if (!maps.every((one) => one instanceof Map))
      throw new KubeconfigProblem('it merges (<<) what is no map');
    return new Map(maps.flatMap((one) => [...one]));
  }

  #within<T>(node: Node & {anchor?: string}, read: () => T): T {
    this.#anchored(node);
    this.#open.add(node);
    const value = read();
    this.#open.delete(node);
    return value;
  }

  #anchored<T extends Node & {anchor?: string}>(node: T): T {
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    return node;
  }

  #aliased(name: string): Node {
    const node = this.#anchors.get(name);
    if (node === undefined) throw new KubeconfigProblem('it names an alias that it does not define');
    if (this.#open.has(node)) throw new KubeconfigProblem('an alias in it contains itself');
    return node;
  }
}

function isMergeKey(key: unknown): boolean {
  return (
    isScalar(key) && key.source === '<<' && (key.type === Scalar.PLAIN || key.tag === `${tagPrefix}merge`)
  );
}

function keyText(key: YamlValue): string {
  if (key === null || typeof key === 'object')
    throw new KubeconfigProblem('a key in it is neither text, number nor boolean');
  return String(key);
}

const tagPrefix = 'tag:yaml.org,2002:';
const valuesByWord: ReadonlyMap<string, boolean | null> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word) => [word, true] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word) => [word, false] as const,
  ),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);
const integer = /^0(?:x[\da-f]+|o[0-7]+|b[01]+)$/i;
const decimal = /^(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?$/i;
const notFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

function scalar({source = '', tag, type}: Scalar): YamlValue {
  const kind = tag?.startsWith(tagPrefix) === true ? tag.slice(tagPrefix.length) : undefined;
  if (kind === 'binary') return binary(source);
  // A tag that is not of YAML's own leaves the text as it is.
  const isPlain =
    tag === undefined
      ? type === Scalar.PLAIN
      : ['bool', 'int', 'float', 'null', 'timestamp'].includes(kind ?? '');
  const value = isPlain ? plain(source) : source;
  if (kind !== undefined && isPlain && !fits(value, kind))
    throw new KubeconfigProblem(`a value in it is not of the type !!${kind} that it says`);
  return value;
}

function plain(text: string): YamlValue {
  const word = valuesByWord.get(text);
  if (word !== undefined) return word;
  if (notFinite.test(text)) throw new KubeconfigProblem('a number in it is not finite');
  const digits = /^[-+\d]/.test(text) ? text.replace(/^[-+]/, '').replaceAll('_', '') : text;
  // What Go has no number for stays text. Octal digits are not told from decimal ones: only that it is a number counts.
  const most = integer.test(digits) ? 2 ** 64 : decimal.test(digits) ? Infinity : 0;
  return Number(digits) < most ? (text.startsWith('-') ? -Number(digits) : Number(digits)) : text;
}

function fits(value: YamlValue, kind: string): boolean {
  switch (kind) {
    case 'bool':
      return typeof value === 'boolean';
    case 'null':
      return value === null;
    case 'timestamp':
      return typeof value === 'string';
    case 'int':
      return Number.isInteger(value);
    default:
      return typeof value === 'number';
  }
}

function binary(text: string): string {
  if (!isBase64(text)) throw new KubeconfigProblem('a !!binary value in it is not base64');
  return Buffer.from(text, 'base64').toString('utf8');
}

/** As Go decodes it: padded, the standard alphabet, line breaks ignored. */
export function isBase64(text: string): boolean {
  return /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(text.replaceAll(/[\r\n]/g, ''));
}
