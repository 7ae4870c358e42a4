import {describe, expect, test} from 'vitest';

import {parseCommandLine} from '../../src/command-line/parse-command-line.ts';
import {commands} from '../../src/commands/commands.ts';
import {settingDefinitions} from '../../src/settings/setting-definition.ts';

const options = {commands, version: '1.2.3', columns: 80};

function run(...words: string[]) {
  const line = parseCommandLine(words, options);
  if (line.kind !== 'run') throw new Error('The words ask for a text.');
  const settings = line.settings.map(({definition, text, origin}) => [definition.name, text, origin]);
  return {command: line.command.name, flags: line.flags, settings};
}

function show(...words: string[]): string {
  const line = parseCommandLine(words, options);
  if (line.kind !== 'show') throw new Error('The words ask for a command.');
  return line.text;
}

describe('the documented calls', () => {
  test('with a kubeconfig, a directory and debug', () => {
    expect(
      run('-external', '/home/me/.kube/config', '-config', '/home/me/.config', '-debug', 'my-cluster'),
    ).toEqual({
      command: '',
      flags: {},
      settings: [
        ['external', '/home/me/.kube/config', '--external'],
        ['config', '/home/me/.config', '--config'],
        ['debug', 'true', '--debug'],
        ['clusterId', 'my-cluster', 'argument'],
      ],
    });
  });

  test('a dry run', () => {
    expect(run('-external', '~/.kube/config', '-dry-run', 'my-cluster').settings).toEqual([
      ['external', '~/.kube/config', '--external'],
      ['dryRun', 'true', '--dry-run'],
      ['clusterId', 'my-cluster', 'argument'],
    ]);
  });
});

describe('flags', () => {
  test('every setting that has one takes it with one dash and with two, apart and attached', () => {
    for (const definition of settingDefinitions) {
      for (const flag of definition.source.flags ?? []) {
        const isSwitch = definition.type === 'boolean';
        const value = isSwitch ? 'true' : 'value';
        const calls = isSwitch
          ? [[`-${flag}`], [`--${flag}`], [`--${flag}=true`]]
          : [[`-${flag}`, value], [`--${flag}`, value], [`-${flag}=${value}`], [`--${flag}=${value}`]];
        for (const call of calls)
          expect(run(...call).settings).toEqual([[definition.name, value, `--${flag}`]]);
      }
    }
  });

  test('after the argument as well as before it', () => {
    const {settings} = run('my-cluster', '-debug', '--page-size', '5');
    expect(settings.map(([name]) => name)).toEqual(['pageSize', 'debug', 'clusterId']);
  });

  test('a switch takes no argument away, and can be switched off', () => {
    expect(run('-debug', 'my-cluster').settings).toContainEqual(['clusterId', 'my-cluster', 'argument']);
    expect(run('-dry-run=false').settings).toEqual([['dryRun', 'false', '--dry-run']]);
  });

  test('given twice: the last one, of a list all', () => {
    expect(run('--list-limit', '1', '--list-limit=2').settings).toEqual([['listLimit', '2', '--list-limit']]);
    expect(run('--add-types', 'a', '--add-types', 'b').settings).toEqual([
      ['addTypes', 'a\nb', '--add-types'],
    ]);
  });

  test('values stay text: numbers, negative ones, digits alone as a cluster id', () => {
    expect(run('--page-size', '-5', '007').settings).toEqual([
      ['pageSize', '-5', '--page-size'],
      ['clusterId', '007', 'argument'],
    ]);
  });

  test('what follows -- is the argument', () => {
    expect(run('--', '-odd-id').settings).toEqual([['clusterId', '-odd-id', 'argument']]);
  });
});

describe('mistakes', () => {
  test.each([
    [['--pagesize', '1'], 'There is no flag --pagesize; did you mean --page-size?'],
    [['-dryrun'], 'There is no flag --dryrun; did you mean --dry-run?'],
    [['--colour-of-the-sky'], 'There is no flag --colour-of-the-sky; --help lists those that there are.'],
    [['-x'], 'There is no flag -x; --help lists those that there are.'],
    [['--no-constructor.x'], 'There is no flag --constructor; --help lists those that there are.'],
    [['--page-size'], '--page-size needs a value.'],
    [['--external', '--debug', 'x'], '--external needs a value.'],
    [
      ['one', 'two'],
      'One argument too many: "two"; expected the cluster id alone, and flags with a dash before them.',
    ],
    [['one', '--cluster-id', 'two'], 'Two cluster ids are given, "one" and "two"; expected one.'],
    [
      ['confgi'],
      'There is no command "confgi"; did you mean config? (A cluster of that id: --cluster-id=confgi.)',
    ],
    [
      ['chekc', 'my-cluster'],
      'There is no command "chekc"; did you mean check? (A cluster of that id: --cluster-id=chekc.)',
    ],
    [['types', 'pods'], 'One argument too many for types: "pods".'],
    [['config', '--output', 'yaml'], '--output: "yaml" does not fit; expected table or json.'],
    [['--schema'], 'There is no flag --schema; --help lists those that there are.'],
    [['types', '-from-dir', 'x'], '--from-dir means nothing to types; types --help lists the flags that do.'],
    [['types', '--strict'], '--strict means nothing to types; types --help lists the flags that do.'],
    [
      ['offboard', '-dry-run'],
      '--dry-run means nothing to offboard; offboard --help lists the flags that do.',
    ],
  ])('%j', (words, message) => {
    expect(() => run(...words)).toThrow(expect.objectContaining({code: 'CLI_USAGE', message}));
  });

  test.each(['constructor', '__proto__', 'toString', '_', '$0'])(
    '--%s, which yargs stumbles over',
    (name) => {
      const message = `There is no flag --${name}; --help lists those that there are.`;
      expect(() => run(`--${name}=1`)).toThrow(expect.objectContaining({code: 'CLI_USAGE', message}));
    },
  );

  test('a cluster may be named as it likes', () => {
    expect(run('--cluster-id=confgi').settings).toEqual([['clusterId', 'confgi', '--cluster-id']]);
    expect(run('configuration').settings).toEqual([['clusterId', 'configuration', 'argument']]);
  });
});

describe('texts', () => {
  test('the version', () => {
    expect(show('--version')).toBe('1.2.3\n');
  });

  test('help names every flag with its default, commands, examples, variables and exit codes', () => {
    const help = show('--help');
    for (const {source} of settingDefinitions)
      for (const flag of source.flags ?? []) expect(help).toContain(`--${flag}`);
    for (const text of [
      'config [clusterId]',
      '[default: 1200]',
      'Examples:',
      'FIREFLY_ACCESS_KEY',
      'Exit codes',
    ])
      expect(help).toContain(text);
    expect(show('-h')).toBe(help);
    expect(show('-help')).toBe(help);
  });

  test('help keeps to the width of the terminal', () => {
    const words = parseCommandLine(['--help'], {...options, columns: 100});
    const lines = words.kind === 'show' ? words.text.split('\n') : [];
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines.some((line) => line.length > 80)).toBe(true);
  });

  test("a command's help shows its own flags", () => {
    expect(show('config', '--help')).toContain('--schema');
    expect(show('--help')).not.toContain('--schema');
  });

  test("a command's help leaves out what the command refuses", () => {
    for (const {name, refuses = []} of commands.filter((command) => command.refuses !== undefined)) {
      const help = show(name, '--help');
      for (const definition of settingDefinitions)
        for (const flag of definition.source.flags ?? [])
          expect([flag, new RegExp(`--${flag}[ ,]`).test(help)]).toEqual([
            flag,
            !refuses.includes(definition.name),
          ]);
    }
  });
});
