import {
  assignsSecret,
  type EnvironmentReading,
  environmentReading,
  linesAssignSecret,
  namesSecretValue,
  readingOfElement,
  readingOfMember,
} from './environment-reading.ts';
import {jsonText} from './json-text.ts';
import {keyRole, type KeyRole, keyRoleOf} from './key-role.ts';
import type {Annotation, RedactionEdit, RedactionFindings, Span} from './redaction-findings.ts';
import {redactionMarker} from './redaction-marker.ts';
import type {RedactionRule} from './redaction-rule.ts';
import {saysSecret} from './says-secret.ts';

/** What to look for in one object. */
export interface RedactionScope {
  /** Those of the rules that may find something in it. */
  readonly rules: ReadonlySet<RedactionRule>;
  /** The object's own `data` and `stringData` are a Secret's. */
  readonly isSecret: boolean;
  /** Its `template` objects are what Secrets will be made of. */
  readonly hasSecretTemplates: boolean;
  /**
   * No key that a rule looks for begins at or after this offset: the walk may stop there. The text's length with
   * `secrets`, where an object's last key may be the one that tells.
   */
  readonly end: number;
}

/**
 * One walk over an object's JSON text, from key to key, that tells where the values lie that the rules take out.
 *
 * White space, nesting, order and repetition of keys are taken as they come; keys may be written with escapes. There
 * is no recursion and no value is built, so that depth and size cost nothing but time. Text that is not valid JSON
 * gives some findings or none, and always an end.
 */
export function findRedactions(bytes: Buffer, scope: RedactionScope): RedactionFindings {
  const walk = new Walk(bytes, scope);
  walk.run();
  return walk;
}

const frameKind = {
  object: 0,
  metadata: 1,
  annotations: 2,
  data: 3,
  list: 4,
  commandList: 5,
} as const;

type FrameKind = (typeof frameKind)[keyof typeof frameKind];

/** What an object's members have told about it so far. */
const saysKindSecret = 1;
const saysOtherGroup = 2;
const isKnownSecret = 4;
/** Of an object in an environment: it has a `name`, and its `name` or its `key` says secret. */
const isNamed = 8;
const namedSecret = 16;
/** The object or list is what stands under `value` in an object in an environment. */
const isVariableValue = 32;

const {none, strict, telling} = environmentReading;

const marker = JSON.stringify(redactionMarker);

/** An edit that an object decides on when it closes: `kind` may come after `data`, `name` after `value`. */
interface PendingEdit extends RedactionEdit {
  readonly owner: number;
  /** Beside a `name`, the value of `key` is where to look in what has that name. */
  readonly isKey?: true;
}

class Walk implements RedactionFindings {
  readonly edits: RedactionEdit[] = [];
  readonly annotations: Annotation[] = [];
  readonly carriers: Span[] = [];

  readonly #bytes: Buffer;
  readonly #scope: RedactionScope;
  readonly #secrets: boolean;
  readonly #env: boolean;
  readonly #takesValues: boolean;
  readonly #readsAnnotations: boolean;

  /** The objects and arrays that the walk is inside of, by depth. */
  readonly #kinds: FrameKind[] = [];
  readonly #flags: number[] = [];
  readonly #readings: EnvironmentReading[] = [];
  readonly #starts: number[] = [];
  readonly #marks: number[] = [];
  #depth = -1;
  /** Depth of the outermost object or array whose every member matters; -1 outside of all. */
  #special = -1;
  #pending: PendingEdit[] = [];
  #keyStart = 0;
  #keyEnd = 0;

  constructor(bytes: Buffer, scope: RedactionScope) {
    this.#bytes = bytes;
    this.#scope = scope;
    this.#secrets = scope.rules.has('secrets');
    this.#env = scope.rules.has('env');
    this.#takesValues = this.#secrets || this.#env;
    this.#readsAnnotations = this.#takesValues || scope.rules.has('lastApplied');
  }

  run() {
    const bytes = this.#bytes;
    let position = jsonText.skipSpace(bytes, 0);
    if (bytes[position] !== 0x7b) return;
    this.#open(position++, frameKind.object, this.#scope.isSecret ? isKnownSecret : 0, none);
    while (this.#depth >= 0 && position < bytes.length) {
      if (position >= this.#scope.end && this.#isDone()) return;
      const byte = bytes[position] as number;
      if (byte <= 0x20 || byte === 0x2c) position++;
      else if (byte === 0x7d || byte === 0x5d) this.#close(++position);
      else if (this.#isInList()) {
        position = this.#value(position, keyRole.other);
      } else if (byte === 0x22) position = this.#member(position);
      else position++;
    }
  }

  /** Whether no member in sight matters, and nothing was taken out that what follows could repeat. */
  #isDone() {
    return this.#special === -1 && (this.edits.length === 0 || !this.#takesValues);
  }

  #member(start: number): number {
    const bytes = this.#bytes;
    const {length} = bytes;
    let end = start + 1;
    while (end < length && bytes[end] !== 0x22 && bytes[end] !== 0x5c) end++;
    const isPlain = bytes[end] === 0x22;
    end = isPlain ? end + 1 : jsonText.endOfString(bytes, start);
    const colon = jsonText.skipSpace(bytes, end);
    if (bytes[colon] !== 0x3a) return colon;
    this.#keyStart = start;
    this.#keyEnd = end;
    const role = isPlain ? keyRoleOf(bytes, start + 1, end - 1) : this.#roleOfEscaped(start, end);
    return this.#value(jsonText.skipSpace(bytes, colon + 1), role);
  }

  #roleOfEscaped(start: number, end: number): KeyRole {
    const key = Buffer.from(this.#text(start, end));
    return keyRoleOf(key, 0, key.length);
  }

  /** A member's value or an element of an array. Returns where to go on: behind it or inside it. */
  #value(start: number, role: KeyRole): number {
    const bytes = this.#bytes;
    const first = bytes[start];
    if (first === 0x7b) {
      this.#openObject(start, role);
      return start + 1;
    }
    if (first === 0x5b) return this.#array(start, role);
    const end = jsonText.endOfValue(bytes, start);
    // null holds nothing.
    if (first !== 0x6e) this.#scalar(start, end, role);
    return end;
  }

  #openObject(start: number, role: KeyRole) {
    if (role === keyRole.annotations) return this.#open(start, frameKind.annotations, 0, none);
    const reading = this.#readingOf(role);
    const flags = this.#flagsOfValue(reading);
    if (role === keyRole.metadata) this.#open(start, frameKind.metadata, flags, reading);
    else if (role === keyRole.data && this.#secrets) this.#open(start, frameKind.data, flags, reading);
    else {
      const isTemplate = role === keyRole.template && this.#scope.hasSecretTemplates;
      this.#open(start, frameKind.object, isTemplate ? flags | isKnownSecret : flags, reading);
    }
  }

  #array(start: number, role: KeyRole): number {
    if (role === keyRole.managedFields && this.#kinds[this.#depth] === frameKind.metadata) {
      return this.#takeManagedFields(start);
    }
    const reading = this.#readingOf(role);
    const kind = role === keyRole.command ? frameKind.commandList : frameKind.list;
    this.#open(start, kind, this.#flagsOfValue(reading), reading);
    return start + 1;
  }

  /** How the object or list is read that begins under the key at hand, or as the next element. */
  #readingOf(role: KeyRole): EnvironmentReading {
    const around = this.#readings[this.#depth] as EnvironmentReading;
    const isEnvironment = role === keyRole.env && this.#env;
    if (around === none) return isEnvironment ? strict : none;
    return this.#isInList() ? readingOfElement(around) : readingOfMember(this.#key(), isEnvironment, around);
  }

  #flagsOfValue(reading: EnvironmentReading): number {
    const isValue =
      reading !== none && reading !== telling && !this.#isInList() && this.#key().toLowerCase() === 'value';
    return isValue ? isVariableValue : 0;
  }

  /** Passed over in any case: the names in there are those of the fields, not the fields. */
  #takeManagedFields(start: number): number {
    const end = jsonText.endOfValue(this.#bytes, start);
    const isEmpty = this.#bytes[jsonText.skipSpace(this.#bytes, start + 1)] === 0x5d;
    if (this.#scope.rules.has('managedFields') && !isEmpty) {
      this.edits.push({start, end, rule: 'managedFields'});
    }
    return end;
  }

  #scalar(start: number, end: number, role: KeyRole) {
    const isString = this.#bytes[start] === 0x22;
    const kind = this.#kinds[this.#depth] as FrameKind;
    if (kind === frameKind.annotations) {
      if (!isString || !this.#readsAnnotations) return;
      this.annotations.push({key: {start: this.#keyStart, end: this.#keyEnd}, value: {start, end}});
      return;
    }
    if (this.#env) this.#variable(start, end, role);
    if (kind === frameKind.commandList && isString) this.carriers.push({start, end});
    if (!this.#secrets) return;
    if (kind === frameKind.data) this.#await(start, end, 'secrets', this.#depth - 1);
    if (role === keyRole.kind && this.#text(start, end) === 'Secret') this.#flag(saysKindSecret);
    else if (role === keyRole.apiVersion && this.#text(start, end) !== 'v1') this.#flag(saysOtherGroup);
    else if (role === keyRole.data) this.#await(start, end, 'secrets', this.#depth);
  }

  /** A variable's value: strings, and the numbers that custom resources let through; never true or false. */
  #variable(start: number, end: number, role: KeyRole) {
    const reading = this.#readings[this.#depth] as EnvironmentReading;
    const first = this.#bytes[start];
    const isString = first === 0x22;
    if (first === 0x74 || first === 0x66) return;
    if (isString && role === keyRole.env && linesAssignSecret(this.#text(start, end))) {
      this.#take({start, end, rule: 'env'});
    } else if (reading === none) {
      return;
    } else if (!this.#isInList()) this.#memberOfVariables(start, end, reading, role);
    else if (reading === telling) this.#take({start, end, rule: 'env'});
    else if (isString && assignsSecret(this.#text(start, end), reading)) this.#takeAssigned(start, end);
    else if (isString) this.carriers.push({start, end});
  }

  #memberOfVariables(start: number, end: number, reading: EnvironmentReading, keyRoleHere: KeyRole) {
    // The two that stand everywhere need no decoding.
    const key = keyRoleHere === keyRole.name ? 'name' : keyRoleHere === keyRole.value ? 'value' : this.#key();
    const role = key.toLowerCase();
    const isString = this.#bytes[start] === 0x22;
    const isName = role === 'name' || role === 'key';
    if (isName && isString) {
      if (role === 'name') this.#flag(isNamed);
      if (saysSecret(this.#text(start, end))) this.#flag(namedSecret);
    }
    if (reading === telling && role === 'key') {
      this.#await(start, end, 'env', this.#depth, true);
    } else if (namesSecretValue(key, reading)) this.#take({start, end, rule: 'env'});
    else if (role === 'value') this.#await(start, end, 'env', this.#depth);
    else if (isString && (reading === strict || !isName)) this.carriers.push({start, end});
  }

  /** What follows the `=`; the whole string where an escape stands before it. */
  #takeAssigned(start: number, end: number) {
    const bytes = this.#bytes;
    const from = start + bytes.subarray(start, end).indexOf(0x3d) + 1;
    const isPlain = from > start && !bytes.subarray(start, from).includes(0x5c);
    if (!isPlain) this.#take({start, end, rule: 'env'});
    else if (from < end - 1 && bytes.toString('latin1', from, end - 1) !== redactionMarker) {
      this.edits.push({start: from, end: end - 1, rule: 'env', isPart: true});
    }
  }

  #take(edit: RedactionEdit) {
    if (!this.#isMarker(edit.start, edit.end)) this.edits.push(edit);
  }

  #await(start: number, end: number, rule: RedactionRule, owner: number, isKey?: true) {
    if (!this.#isMarker(start, end)) {
      this.#pending.push({start, end, rule, owner, ...(isKey === true && {isKey})});
    }
  }

  #open(start: number, kind: FrameKind, flags: number, reading: EnvironmentReading) {
    const depth = ++this.#depth;
    if (this.#special === -1 && (reading !== none || isSpecial(kind))) this.#special = depth;
    this.#kinds[depth] = kind;
    this.#flags[depth] = flags;
    this.#readings[depth] = reading;
    this.#starts[depth] = start;
    this.#marks[depth] = this.#pending.length;
  }

  #close(end: number) {
    const depth = this.#depth--;
    if (this.#special === depth) this.#special = -1;
    if (this.#pending.length > (this.#marks[depth] as number)) this.#decide(depth);
    if (depth > 0 && this.#kinds[depth - 1] === frameKind.data) {
      this.#await(this.#starts[depth] as number, end, 'secrets', depth - 2);
    }
    if (((this.#flags[depth] as number) & isVariableValue) !== 0) {
      const start = this.#starts[depth] as number;
      const isEmpty = jsonText.skipSpace(this.#bytes, start + 1) === end - 1;
      if (!isEmpty) this.#await(start, end, 'env', depth - 1);
    }
  }

  #decide(owner: number) {
    const flags = this.#flags[owner] as number;
    const isSecret =
      (flags & isKnownSecret) !== 0 || (flags & (saysKindSecret | saysOtherGroup)) === saysKindSecret;
    const own = this.#pending.splice(this.#marks[owner] as number);
    for (const edit of own) {
      if (edit.owner !== owner) this.#pending.push(edit);
      else if (edit.isKey === true) {
        if ((flags & isNamed) === 0) this.edits.push(edit);
      } else if (edit.rule === 'env' ? (flags & namedSecret) !== 0 : isSecret) this.edits.push(edit);
      else if (edit.rule === 'env' && this.#bytes[edit.start] === 0x22) this.carriers.push(edit);
    }
  }

  #flag(flag: number) {
    this.#flags[this.#depth] = (this.#flags[this.#depth] as number) | flag;
  }

  #isInList(): boolean {
    return (this.#kinds[this.#depth] as FrameKind) >= frameKind.list;
  }

  #key(): string {
    return this.#text(this.#keyStart, this.#keyEnd);
  }

  #text(start: number, end: number): string {
    return jsonText.decodeString(this.#bytes, start, end);
  }

  #isMarker(start: number, end: number): boolean {
    return end - start === marker.length && this.#bytes.toString('latin1', start, end) === marker;
  }
}

function isSpecial(kind: FrameKind): boolean {
  return kind === frameKind.annotations || kind === frameKind.data;
}
