import type {FolderNarrowing} from '@firefly/k8s-source';

import {SettingsError} from '../settings/settings-error.ts';

/** What one side was told to read. */
export interface SideChoice {
  /** As the command line names it. */
  readonly side: string;
  /** Empty where nothing tells, as in files of kubectl. */
  readonly narrowings: readonly FolderNarrowing[];
}

/**
 * Refuses to compare what was read by two choices of types, namespaces or a limit: what the narrower one lacks would look
 * added or gone. Types that are named for both sides may be part of what a side holds.
 *
 * @throws {SettingsError} that shows both choices.
 */
export function requireSameChoice(
  before: SideChoice,
  after: SideChoice,
  types: readonly string[] | undefined,
): void {
  if (before.narrowings.length === 0 || after.narrowings.length === 0) return;
  const [one, other] = [before, after].map(({narrowings}) => choiceText(narrowings, types));
  if (one === other) return;
  throw new SettingsError([
    `${before.side} and ${after.side} hold two choices of one cluster, and what one lacks would look added or gone: ` +
      `${one} and ${other}; expected the same flags and settings for both, or --types that both hold.`,
  ]);
}

function choiceText(narrowings: readonly FolderNarrowing[], types: readonly string[] | undefined): string {
  const rows = narrowings.map(({types: held, selection, helmReleases, ...others}) => {
    const holdsThem =
      types !== undefined && (held === undefined || types.every((type) => held.includes(type)));
    const choice = holdsThem
      ? {types}
      : {
          ...(held === undefined ? {} : {types: held.toSorted()}),
          ...(selection === undefined ? {} : {selection: sorted(selection)}),
          ...(helmReleases === undefined ? {} : {helmReleases}),
        };
    return JSON.stringify({...choice, ...sorted(others)});
  });
  return [...new Set(rows)].toSorted().join(' and ');
}

/** In an order that is always the same; lists, too. */
function sorted(record: object): object {
  return Object.fromEntries(
    Object.entries(record)
      .map(
        ([key, value]) =>
          [key, Array.isArray(value) ? value.map(String).toSorted(compare) : (value as unknown)] as const,
      )
      .toSorted(([one], [other]) => compare(one, other)),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : 1;
}
