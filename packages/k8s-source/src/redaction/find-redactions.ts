import {jsonText} from './json-text.ts';
import {keyRole, type KeyRole, keyRoleOf} from './key-role.ts';
import type {Annotation, RedactionEdit, RedactionFindings, Span} from './redaction-findings.ts';
import {redactionMarker} from './redaction-marker.ts';
import type {RedactionRule} from './redaction-rule.ts';
import {saysSecret} from './says-secret.ts';

/** What to look for in one object. */
export interface RedactionScope {
  readonly rules: ReadonlySet<RedactionRule>;
  /** The object's own `data` and `stringData` are a Secret's. */
  readonly isSecret: boolean;
  /** Its `template` objects are what Secrets will be made of. */
  readonly hasSecretTemplates: boolean;
  /**
   * No key of interest begins at or after this offset: the walk may stop there. The text's length where `secrets` or
   * `env` have anything to find, because they decide when an object ends.
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
  hasEnvironment = false;

  readonly #bytes: Buffer;
  readonly #scope: RedactionScope;
  readonly #secrets: boolean;
  readonly #env: boolean;

  /** The objects and arrays that the walk is inside of, by depth. */
  readonly #kinds: FrameKind[] = [];
  readonly #flags: number[] = [];
  readonly #starts: number[] = [];
  readonly #marks: number[] = [];
  #depth = -1;
  #pending: PendingEdit[] = [];
  #key: Span = {start: 0, end: 0};

  constructor(bytes: Buffer, scope: RedactionScope) {
    this.#bytes = bytes;
    this.#scope = scope;
    this.#secrets = scope.rules.has('secrets');
    this.#env = scope.rules.has('env');
  }

  run() {
    const bytes = this.#bytes;
    let position = jsonText.skipSpace(bytes, 0);
    if (bytes[position] !== 0x7b) return;
    this.#open(position++, frameKind.object, this.#scope.isSecret ? isKnownSecret : 0);
    while (this.#depth >= 0 && position < bytes.length) {
      if (position >= this.#scope.end && this.#kinds[this.#depth] !== frameKind.annotations) return;
      const byte = bytes[position] as number;
      if (byte <= 0x20 || byte === 0x2c) position++;
      else if (byte === 0x7d || byte === 0x5d) this.#close(++position);
      else if ((this.#kinds[this.#depth] as FrameKind) >= frameKind.list) {
        position = this.#value(position, keyRole.other);
      } else if (byte === 0x22) position = this.#member(position);
      else position++;
    }
  }

  #member(start: number): number {
    const bytes = this.#bytes;
    const end = jsonText.endOfString(bytes, start);
    const colon = jsonText.skipSpace(bytes, end);
    if (bytes[colon] !== 0x3a) return colon;
    this.#key = {start, end};
    return this.#value(jsonText.skipSpace(bytes, colon + 1), this.#roleOf(start, end));
  }

  #roleOf(start: number, end: number): KeyRole {
    for (let position = start; position < end; position++) {
      if (this.#bytes[position] !== 0x5c) continue;
      const key = Buffer.from(jsonText.decodeString(this.#bytes, start, end));
      return keyRoleOf(key, 0, key.length);
    }
    return keyRoleOf(this.#bytes, start + 1, end - 1);
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
    if (first !== 0x6e) this.#scalar({start, end}, role, first === 0x22);
    return end;
  }

  #openObject(start: number, role: KeyRole) {
    const parent = this.#kinds[this.#depth];
    if (parent === frameKind.envList) this.#open(start, frameKind.envEntry, 0);
    else if (role === keyRole.metadata) this.#open(start, frameKind.metadata, 0);
    else if (role === keyRole.annotations) this.#open(start, frameKind.annotations, 0);
    else if (role === keyRole.data && this.#secrets) this.#open(start, frameKind.data, 0);
    else if (role === keyRole.env && this.#env) {
      this.hasEnvironment = true;
      this.#open(start, frameKind.envMap, 0);
    } else {
      const isTemplate = role === keyRole.template && this.#scope.hasSecretTemplates;
      this.#open(start, frameKind.object, isTemplate ? isKnownSecret : 0);
    }
  }

  #array(start: number, role: KeyRole): number {
    if (role === keyRole.managedFields && this.#kinds[this.#depth] === frameKind.metadata) {
      return this.#takeManagedFields(start);
    }
    if (role === keyRole.env || role === keyRole.containers) this.hasEnvironment = true;
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

  #scalar(span: Span, role: KeyRole, isString: boolean) {
    switch (this.#kinds[this.#depth] as FrameKind) {
      case frameKind.annotations:
        if (isString) this.annotations.push({key: this.#key, value: span});
        return;
      case frameKind.envMap:
        this.#environment(span, isString, saysSecret(this.#text(this.#key)));
        return;
      case frameKind.envEntry:
        if (role === keyRole.name && saysSecret(this.#text(span))) this.#flag(namedSecret);
        if (role === keyRole.value) this.#environment(span, isString, undefined);
        break;
      case frameKind.commandList:
        if (isString) this.carriers.push(span);
        return;
      case frameKind.data:
        this.#await(span, 'secrets', this.#depth - 1);
        break;
      case frameKind.object:
      case frameKind.metadata:
      case frameKind.list:
      case frameKind.envList:
        break;
    }
    if (!this.#secrets) return;
    if (role === keyRole.kind && this.#text(span) === 'Secret') this.#flag(saysKindSecret);
    else if (role === keyRole.apiVersion && this.#text(span) !== 'v1') this.#flag(saysOtherGroup);
    else if (role === keyRole.data) this.#await(span, 'secrets', this.#depth);
  }

  /** A variable's value: strings, and the numbers that custom resources let through; never true or false. */
  #environment(span: Span, isString: boolean, goes: boolean | undefined) {
    if (!isString && !/[-\d]/.test(String.fromCharCode(this.#bytes[span.start] as number))) return;
    if (goes === undefined) this.#await(span, 'env', this.#depth);
    else if (!goes) this.carriers.push(span);
    else if (!this.#isMarker(span)) this.edits.push({...span, rule: 'env'});
  }

  #await(span: Span, rule: RedactionRule, owner: number) {
    if (!this.#isMarker(span)) this.#pending.push({...span, rule, owner});
  }

  #open(start: number, kind: FrameKind, flags: number) {
    const depth = ++this.#depth;
    this.#kinds[depth] = kind;
    this.#flags[depth] = flags;
    this.#starts[depth] = start;
    this.#marks[depth] = this.#pending.length;
  }

  #close(end: number) {
    const depth = this.#depth--;
    if (this.#pending.length > (this.#marks[depth] as number)) this.#decide(depth);
    if (depth > 0 && this.#kinds[depth - 1] === frameKind.data) {
      this.#await({start: this.#starts[depth] as number, end}, 'secrets', depth - 2);
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

  #text({start, end}: Span): string {
    return jsonText.decodeString(this.#bytes, start, end);
  }

  #isMarker({start, end}: Span): boolean {
    return end - start === marker.length && this.#bytes.toString('latin1', start, end) === marker;
  }
}
