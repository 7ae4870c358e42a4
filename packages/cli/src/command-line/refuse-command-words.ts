import type {Command} from '../commands/command.ts';
import {isTypingSlip} from './is-typing-slip.ts';
import {UsageError} from './usage-error.ts';

/** What people type who expect a command of another program's name, and what does it here. */
const commonVerbs: Readonly<Record<string, string>> = {
  version: '--version',
  run: 'collect',
  start: 'collect',
  send: 'collect',
  sync: 'collect',
  push: 'collect',
  upload: 'collect',
  scan: 'collect -dry-run --summary',
  preview: 'collect -dry-run --summary',
  'dry-run': 'collect -dry-run',
  export: 'collect -dry-run',
  dump: 'collect -dry-run',
  status: 'check',
  validate: 'check',
  verify: 'check',
  doctor: 'check',
  login: 'check',
  logout: 'help',
  auth: 'check',
  get: 'types',
  list: 'types',
  describe: 'types',
  show: 'config',
  configure: 'config',
  settings: 'config',
  init: 'onboard',
  install: 'onboard',
  register: 'onboard',
  uninstall: 'offboard',
  delete: 'offboard',
  remove: 'offboard',
  upgrade: 'help',
  update: 'help',
  stop: 'help',
  compare: 'diff',
};

/** Words that are never taken for a cluster id, as help prints them. */
export const commonWords: readonly string[] = Object.keys(commonVerbs).sort();

/**
 * Refuses to take a word for a cluster id that was meant as a command: it would log in to Firefly with the keys at hand
 * and collect under that name.
 *
 * @throws {UsageError} that says what was meant, and how a cluster of that name is given.
 */
export function refuseCommandWords(word: string, commands: readonly Command[]): void {
  const typed = word.toLowerCase();
  const names = [...commands.map(({name}) => name), 'help'];
  const is = names.find((name) => name === typed);
  const slip = names.find((name) => isTypingSlip(typed, name));
  const meant = is ?? slip ?? (Object.hasOwn(commonVerbs, typed) ? commonVerbs[typed] : undefined);
  if (meant === undefined) return;
  const problem =
    is === undefined
      ? `There is no command "${word}"; did you mean ${meant}?`
      : `"${word}" is a command, no cluster id.`;
  throw new UsageError(`${problem} (A cluster of that id: --cluster-id=${word}.)`);
}
