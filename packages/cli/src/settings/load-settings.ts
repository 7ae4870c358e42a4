import {accessSync, constants} from 'node:fs';

import {extraAuthoritiesProblem} from '@firefly/http/extra-authorities-problem';

import {coerceSetting, coerceTruth} from './coerce-setting.ts';
import {describeExpectation} from './describe-expectation.ts';
import {formatSettingValue} from './format-setting-value.ts';
import type {LoadedSetting, LoadedSettings} from './loaded-settings.ts';
import {maskUrl} from './mask-setting.ts';
import {type DirectoryContent, readConfigurationDirectory} from './read-configuration-directory.ts';
import {type Environment, readEnvironment} from './read-environment.ts';
import {type SettingDefinition, settingDefinitions} from './setting-definition.ts';
import type {SettingText} from './setting-text.ts';
import {SettingsError} from './settings-error.ts';
import {validateSettings} from './settings-validator.ts';
import type {SettingName, Settings} from './settings.ts';

export interface LoadSettingsOptions {
  readonly environment: Environment;
  /** What the command line gives; an empty text puts the built-in default back. */
  readonly flags?: readonly SettingText[];
  /** Settings that must have a value for what is going to be done. */
  readonly required?: readonly SettingName[];
  /** Read where no flag names a directory. Default: the schema's. */
  readonly defaultDirectory?: string;
}

interface Entry extends LoadedSetting {
  readonly definition: SettingDefinition;
  /** Origin of each member, where a setting is spread over several files. */
  readonly memberOrigins?: ReadonlyMap<string, string>;
}

/**
 * Gathers every setting: default, configuration directory, environment, command line; the later wins. Nothing is
 * contacted.
 *
 * @throws {SettingsError} with every problem at once: values that do not fit, required ones that are missing, a named
 * directory or kubeconfig that cannot be read, a cluster beside a directory that is to be read in its place.
 */
export function loadSettings(options: LoadSettingsOptions): LoadedSettings {
  const {environment, flags = [], required = []} = options;
  const entries = new Map<SettingName, Entry>(
    settingDefinitions.map((definition) => [
      definition.name,
      {definition, value: definition.default, origin: 'default'},
    ]),
  );
  const flag = flags.find(({definition, text}) => definition.name === 'config' && text !== '');
  const directory = directoryOf(flag, options.defaultDirectory);
  const content = readConfigurationDirectory(directory);
  const problems = directoryProblems(content, directory, flag?.origin);

  if (content.kind === 'read') {
    for (const text of content.texts) set(entries, text);
    const switches = switchesOf(content);
    if (switches !== undefined) entries.set('resourceSwitches', switches);
  }
  for (const text of readEnvironment(environment)) set(entries, text);
  for (const text of flags) set(entries, text);

  problems.push(
    ...misfits(entries),
    ...required.flatMap((name) => missing(entries.get(name))),
    ...unreadableKubeconfig(entries.get('external')),
    ...clusterBesideDirectory(entries),
  );
  if (problems.length > 0) throw new SettingsError(problems);

  const loaded = Object.fromEntries(
    [...entries].map(([name, {value, origin}]) => [name, {value, origin}] as const),
  );
  const values = Object.fromEntries([...entries].map(([name, {value}]) => [name, value] as const));
  return {
    // The schema, from which the type is derived, has just accepted these values.
    values: values as unknown as Settings,
    entries: loaded as LoadedSettings['entries'],
    warnings: [
      ...(content.kind === 'read' ? content.warnings : []),
      ...plainTextWarnings(entries.get('endpoint')),
      ...plainTextWarnings(entries.get('loginEndpoint')),
      ...plainTextWarnings(entries.get('appApiEndpoint')),
      ...certificateWarnings(environment),
    ],
  };
}

function set(entries: Map<SettingName, Entry>, {definition, text, origin}: SettingText): void {
  const value = text === '' ? definition.default : coerceSetting(definition, text);
  entries.set(definition.name, {definition, value, origin});
}

function directoryOf(flag: SettingText | undefined, defaultDirectory: string | undefined): string {
  if (flag !== undefined) return String(coerceSetting(flag.definition, flag.text));
  const definition = settingDefinitions.find(({name}) => name === 'config');
  return defaultDirectory ?? String(definition?.default);
}

function directoryProblems(content: DirectoryContent, directory: string, flag: string | undefined): string[] {
  if (content.kind === 'unreadable')
    return [`${content.path} cannot be read (${content.reason}); expected a directory of readable files.`];
  if (content.kind === 'read' || flag === undefined) return [];
  return [
    `${flag}: there is no directory ${directory}; expected a directory with one file for each setting.`,
  ];
}

function switchesOf(content: DirectoryContent & {kind: 'read'}): Entry | undefined {
  const definition = settingDefinitions.find(({name}) => name === 'resourceSwitches');
  const [first, second] = content.switches;
  if (definition === undefined || first === undefined) return undefined;
  return {
    definition,
    value: Object.fromEntries(content.switches.map(({type, text}) => [type, coerceTruth(text)])),
    origin: second === undefined ? first.origin : `${first.origin} and ${content.switches.length - 1} more`,
    memberOrigins: new Map(content.switches.map(({type, origin}) => [type, origin])),
  };
}

/** One sentence for each setting, or member of one, that the schema refuses. */
function misfits(entries: ReadonlyMap<SettingName, Entry>): string[] {
  const present = [...entries].filter(([, {value}]) => value !== undefined);
  if (validateSettings(Object.fromEntries(present.map(([name, {value}]) => [name, value])))) return [];
  const paths = new Set((validateSettings.errors ?? []).map(({instancePath}) => instancePath));
  return [...paths].flatMap((path) => {
    const [name = '', member] = path.split('/').slice(1).map(unescapePointer);
    const entry = entries.get(name as SettingName);
    return entry === undefined ? [] : [misfit(entry, member)];
  });
}

function misfit({definition, value, origin, memberOrigins}: Entry, member: string | undefined): string {
  const place = (member === undefined ? undefined : memberOrigins?.get(member)) ?? origin;
  const expected = describeExpectation(definition);
  if (definition.source.masked !== undefined)
    return `${place}: the value does not fit; expected ${expected}.`;
  const wrong = member === undefined ? value : (value as Readonly<Record<string, unknown>>)[member];
  const shown = definition.source.kind === 'url' ? maskUrl(String(wrong)) : wrong;
  return `${place}: ${shorten(JSON.stringify(shown))} does not fit; expected ${expected}.`;
}

function missing(entry: Entry | undefined): string[] {
  if (entry === undefined || entry.value !== undefined) return [];
  return [entry.definition.source.missing ?? `The setting ${entry.definition.name} is missing.`];
}

function unreadableKubeconfig(entry: Entry | undefined): string[] {
  if (typeof entry?.value !== 'string') return [];
  try {
    accessSync(entry.value, constants.R_OK);
    return [];
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'cannot be read';
    return [`${entry.origin}: ${entry.value} ${reason}; expected a kubeconfig file.`];
  }
}

/** A directory is read in place of a cluster: to name one as well is to expect it to be read. */
function clusterBesideDirectory(entries: ReadonlyMap<SettingName, Entry>): string[] {
  const directory = entries.get('fromDir');
  if (directory?.value === undefined) return [];
  const ofServers = {
    external: 'names a cluster',
    context: 'names a cluster',
    namespaceSelector: 'names what an API server selects',
    selectors: 'names what an API server selects',
  };
  return Object.entries(ofServers).flatMap(([name, does]) => {
    const {value, origin = name} = entries.get(name as SettingName) ?? {};
    return value === undefined || formatSettingValue(value) === ''
      ? []
      : [`${origin} ${does}, and ${directory.origin} a directory in its place; expected one of them.`];
  });
}

function plainTextWarnings(entry: Entry | undefined): string[] {
  if (typeof entry?.value !== 'string' || !entry.value.startsWith('http:')) return [];
  if (/^(localhost|127\..*|\[::1\])$/.test(new URL(entry.value).hostname)) return [];
  return [`${entry.origin}: ${entry.value} is not https; keys and data travel unencrypted.`];
}

function certificateWarnings(environment: Environment): string[] {
  const problem = extraAuthoritiesProblem(environment);
  const unverified =
    environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
      ? [
          'NODE_TLS_REJECT_UNAUTHORIZED: 0 accepts every certificate; whoever stands between reads keys and data.',
        ]
      : [];
  return problem === undefined ? unverified : [problem, ...unverified];
}

function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

function shorten(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}
