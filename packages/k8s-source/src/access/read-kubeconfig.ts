import {readFileSync} from 'node:fs';
import {dirname, isAbsolute, join} from 'node:path';

import {parse, YAMLParseError} from 'yaml';

import {AccessError} from './access-error.ts';

/** A kubeconfig file as far as it is looked into here; everything else in it is kept. */
export interface KubeconfigFile {
  readonly users: readonly (NamedUser | null)[];
  readonly [section: string]: unknown;
}

interface NamedUser {
  readonly name?: unknown;
  readonly user?: KubeconfigUser | null;
}

/** Fields of a user that client-node does not know, or not as kubectl does; nobody has checked them. */
export interface KubeconfigUser {
  readonly tokenFile?: string;
  readonly exec?: {readonly command?: string};
  readonly 'as-uid'?: unknown;
  readonly 'as-groups'?: unknown;
  readonly 'as-user-extra'?: unknown;
  readonly [field: string]: unknown;
}

/**
 * Reads one kubeconfig file, which is YAML. Token files and the commands of plugins are resolved against its folder, as
 * kubectl does; an empty file is an empty kubeconfig.
 *
 * @throws {AccessError} when it cannot be read or is no YAML. The message quotes nothing of the file: it holds secrets.
 */
export function readKubeconfig(file: string): KubeconfigFile {
  const content = parseYaml(file, readText(file)) ?? {};
  if (typeof content !== 'object' || Array.isArray(content))
    throw new AccessError(`The kubeconfig ${file} cannot be read: it is no kubeconfig, expected "clusters".`);
  const {users, ...others} = content as {users?: unknown};
  return {
    ...others,
    users: Array.isArray(users)
      ? users.map((user: NamedUser | null) => resolvePaths(user, dirname(file)))
      : [],
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const {code = ''} = error as NodeJS.ErrnoException;
    throw new AccessError(`The kubeconfig ${file} cannot be read: ${FILE_PROBLEMS[code] ?? code}.`);
  }
}

const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder, expected a file',
};

function parseYaml(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    throw new AccessError(
      `The kubeconfig ${file} cannot be read: it is not YAML${line === undefined ? '' : ` (line ${line})`}.`,
    );
  }
}

function resolvePaths(entry: NamedUser | null, folder: string): NamedUser | null {
  // Entries that make no sense are left to the one that needs them.
  const user = entry?.user;
  if (!user) return entry;
  const {tokenFile, exec} = user;
  return {
    ...entry,
    user: {
      ...user,
      ...(tokenFile ? {tokenFile: isAbsolute(tokenFile) ? tokenFile : join(folder, tokenFile)} : {}),
      ...(exec?.command ? {exec: {...exec, command: resolveCommand(exec.command, folder)}} : {}),
    },
  };
}

/** A bare name is looked for on the PATH, anything with a slash lies beside the kubeconfig. */
function resolveCommand(command: string, folder: string): string {
  return isAbsolute(command) || !/[\\/]/.test(command) ? command : join(folder, command);
}
