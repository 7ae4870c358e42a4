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
  envMap: 4,
  envEntry: 5,
  list: 6,
  envList: 7,
  commandList: 8,
} as const;

type FrameKind = (typeof frameKind)[keyof typeof frameKind];

/** What an object's members have told about it so far. */
const saysKindSecret = 1;
const saysOtherGroup = 2;
const isKnownSecret = 4;
const namedSecret = 8;

const marker = JSON.stringify(redactionMarker);

/** An edit that an object decides on when it closes: `kind` may come after `data`, `name` after `value`. */
interface PendingEdit extends RedactionEdit {
  readonly owner: number;
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
    this.#open(position++, frameKind.object, this.#scope.isSecret ? isKnownSecret : 0);
    while (this.#depth >= 0 && position < bytes.length) {
      if (position >= this.#scope.end && this.#isDone()) return;
      const byte = bytes[position] as number;
      if (byte <= 0x20 || byte === 0x2c) position++;
      else if (byte === 0x7d || byte === 0x5d) this.#close(++position);
      else if ((this.#kinds[this.#depth] as FrameKind) >= frameKind.list) {
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
    const parent = this.#kinds[this.#depth];
    if (parent === frameKind.envList) this.#open(start, frameKind.envEntry, 0);
    else if (role === keyRole.metadata) this.#open(start, frameKind.metadata, 0);
    else if (role === keyRole.annotations) this.#open(start, frameKind.annotations, 0);
    else if (role === keyRole.data && this.#secrets) this.#open(start, frameKind.data, 0);
    else if (role === keyRole.env && this.#env) this.#open(start, frameKind.envMap, 0);
    else {
      const isTemplate = role === keyRole.template && this.#scope.hasSecretTemplates;
      this.#open(start, frameKind.object, isTemplate ? isKnownSecret : 0);
    }
  }

  #array(start: number, role: KeyRole): number {
    if (role === keyRole.managedFields && this.#kinds[this.#depth] === frameKind.metadata) {
      return this.#takeManagedFields(start);
    }
    const kind =
      role === keyRole.env && this.#env
        ? frameKind.envList
        : role === keyRole.command
          ? frameKind.commandList
          : frameKind.list;
    this.#open(start, kind, 0);
    return start + 1;
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
    switch (this.#kinds[this.#depth] as FrameKind) {
      case frameKind.annotations:
        if (!isString || !this.#readsAnnotations) return;
        this.annotations.push({key: {start: this.#keyStart, end: this.#keyEnd}, value: {start, end}});
        return;
      case frameKind.envMap:
        this.#variable(start, end, saysSecret(this.#text(this.#keyStart, this.#keyEnd)));
        return;
      case frameKind.envEntry:
        if (role === keyRole.name && saysSecret(this.#text(start, end))) this.#flag(namedSecret);
        if (role === keyRole.value) this.#variable(start, end, undefined);
        break;
      case frameKind.commandList:
        if (isString) this.carriers.push({start, end});
        return;
      case frameKind.data:
        this.#await(start, end, 'secrets', this.#depth - 1);
        break;
      case frameKind.object:
      case frameKind.metadata:
      case frameKind.list:
      case frameKind.envList:
        break;
    }
    if (!this.#secrets) return;
    if (role === keyRole.kind && this.#text(start, end) === 'Secret') this.#flag(saysKindSecret);
    else if (role === keyRole.apiVersion && this.#text(start, end) !== 'v1') this.#flag(saysOtherGroup);
    else if (role === keyRole.data) this.#await(start, end, 'secrets', this.#depth);
  }

  /** A variable's value: strings, and the numbers that custom resources let through; never true or false. */
  #variable(start: number, end: number, goes: boolean | undefined) {
    const first = this.#bytes[start];
    if (first === 0x74 || first === 0x66) return;
    if (goes === undefined) this.#await(start, end, 'env', this.#depth);
    else if (!goes) this.carriers.push({start, end});
    else if (!this.#isMarker(start, end)) this.edits.push({start, end, rule: 'env'});
  }

  #await(start: number, end: number, rule: RedactionRule, owner: number) {
    if (!this.#isMarker(start, end)) this.#pending.push({start, end, rule, owner});
  }

  #open(start: number, kind: FrameKind, flags: number) {
    const depth = ++this.#depth;
    if (this.#special === -1 && isSpecial(kind)) this.#special = depth;
    this.#kinds[depth] = kind;
    this.#flags[depth] = flags;
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
  }

  #decide(owner: number) {
    const flags = this.#flags[owner] as number;
    const isSecret =
      (flags & isKnownSecret) !== 0 || (flags & (saysKindSecret | saysOtherGroup)) === saysKindSecret;
    const own = this.#pending.splice(this.#marks[owner] as number);
    for (const edit of own) {
      if (edit.owner !== owner) this.#pending.push(edit);
      else if (edit.rule === 'env' ? (flags & namedSecret) !== 0 : isSecret) this.edits.push(edit);
      else if (edit.rule === 'env') this.carriers.push(edit);
    }
  }

  #flag(flag: number) {
    this.#flags[this.#depth] = (this.#flags[this.#depth] as number) | flag;
  }

  #text(start: number, end: number): string {
    return jsonText.decodeString(this.#bytes, start, end);
  }

  #isMarker(start: number, end: number): boolean {
    return end - start === marker.length && this.#bytes.toString('latin1', start, end) === marker;
  }
}

function isSpecial(kind: FrameKind): boolean {
  return kind >= frameKind.annotations && kind !== frameKind.list && kind !== frameKind.commandList;
}
