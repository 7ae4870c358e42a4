import {peekJson} from '../readers/walk-json.ts';
import type {Examination, Place} from './examination.ts';

const groupOf = (apiVersion: string) =>
  apiVersion.includes('/') ? (apiVersion.split('/', 1)[0] as string) : '';

/** The place of the JSON text that begins at `start`: rules of its own count for it where it is an object with a kind. */
export function placeOfJson(bytes: Buffer, start: number, place: Place, examination: Examination): Place {
  const kind = bytes[start] === 0x7b ? peekJson(bytes, start, 'kind') : undefined;
  return placed(kind, (name) => peekJson(bytes, start, name), place, examination);
}

/** The same of a YAML document. */
export function placeOfYaml(text: string, place: Place, examination: Examination): Place {
  const member = (name: string) =>
    new RegExp(String.raw`^${name}:[ \t]+["']?([\w./-]+)`, 'm').exec(text)?.[1];
  return placed(member('kind'), member, place, examination);
}

function placed(
  kind: string | undefined,
  member: (name: string) => string | undefined,
  place: Place,
  {machinery}: Examination,
): Place {
  const apiVersion = kind === undefined ? undefined : member('apiVersion');
  if (kind === undefined || (apiVersion === undefined && kind !== 'Secret'))
    return {...place, isObject: false};
  const {namespace} = place.facts;
  const facts = {kind, group: groupOf(apiVersion ?? ''), namespace, name: ''};
  return {...place, isObject: true, facts, plan: machinery.planFor(facts)};
}
