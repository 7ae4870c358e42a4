import {helmPayload, largestHelmPayload} from './helm-payload.ts';
import type {Position, SlotText} from './segment.ts';

/** A slot of a manifest, and the most bytes that its text may have. */
export interface Slot {
  readonly text: SlotText;
  readonly longest: number;
}

/** More bytes than any text has that is not Helm's. */
const usualLength = 128;

/** What `${name words…}` in a manifest stands for. */
const slots: Readonly<Record<string, (...words: string[]) => SlotText>> = {
  name: () => (position) => position.name,
  namespace: () => (position) => position.namespace,
  member: () => (position) => position.memberName,
  uid: () => (position) => position.uid,
  'owner.name': () => (position) => position.owner.name,
  'owner.uid': () => (position) => position.owner.uid,
  hexUid: () => (position) => position.uid.replaceAll('-', ''),
  created: () => (position) => position.time(102),
  resourceVersion: () => (position) => String(100_000 + (position.chance(101) % 4_000_000)),
  time: (salt) => (position) => position.time(Number(salt)),
  /** A number by chance, in base 10 or another. */
  chance:
    (salt, base = '10') =>
    (position) =>
      position.chance(Number(salt)).toString(Number(base)),
  /** A number by chance below another. */
  count: (salt, below) => (position) => String(position.chance(Number(salt)) % Number(below)),
  password: () => (position) => `${position.chance(61).toString(36)}-K${position.chance(62).toString(36)}`,
  token: () => (position) => [63, 64, 65, 66].map((salt) => position.chance(salt).toString(36)).join('X'),
  base64: (prefix, ...words) => {
    const {text} = slotOf(words.join(' '));
    return (position) => Buffer.from(`${prefix}${text(position)}`).toString('base64');
  },
  child: () => (position) => String(position.child),
  revision: () => (position) => String(position.child + 1),
  /** Generated parts of names begin with a letter in order of the number. */
  letter: () => (position) => 'bcdfghjklm'[position.child] ?? 'z',
  /** When the controller of CronJobs scheduled a Job, in minutes. */
  minute: () => (position) => String(29_400_000 + position.child * 15),
  /** All of a Deployment's pods belong to its newest ReplicaSet. */
  replicas: () => (position) => (position.child === position.segment.perMember - 1 ? '3' : '0'),
  node: () => (position) => String(position.chance(7) % 3).padStart(3, '0'),
  ip: (host) => (position) =>
    `10.${(position.member >>> 8) & 255}.${position.member & 255}.${Number(host ?? position.child + 1)}`,
  clusterIP:
    () =>
    ({member}) =>
      `172.${16 + ((member >>> 16) & 15)}.${(member >>> 8) & 255}.${member & 255}`,
  status: () => (position) => position.segment.statuses[position.child] ?? '',
  modifiedAt: () => (position) => String(Math.floor(Date.parse(position.time(52)) / 1000)),
  payload: () => payload,
  secretPayload: () => (position) => Buffer.from(payload(position)).toString('base64'),
};

/** The slot of these words. Throws for one that does not exist. */
export function slotOf(words: string): Slot {
  const [name = '', ...rest] = words.split(' ');
  const create = slots[name];
  if (create === undefined) throw new Error(`No slot is named "${name}".`);
  const longest = /payload$/i.test(name) ? largestHelmPayload : usualLength;
  return {text: create(...rest), longest};
}

/** A text in which `${slot}` stands for what differs, compiled. */
export function compileText(text: string): SlotText {
  const [first = '', ...parts] = text.split(/\$\{([^}]+)\}/);
  const pieces = parts.flatMap((words, index) =>
    index % 2 === 0 ? [{...slotOf(words), after: parts[index + 1] ?? ''}] : [],
  );
  return (position) => pieces.reduce((before, piece) => before + piece.text(position) + piece.after, first);
}

function payload(position: Position): string {
  const {memberName, namespace, child, segment} = position;
  return helmPayload({
    name: memberName,
    namespace,
    version: child + 1,
    status: segment.statuses[child] ?? '',
    firstDeployed: position.time(51),
    lastDeployed: position.time(52),
  });
}
