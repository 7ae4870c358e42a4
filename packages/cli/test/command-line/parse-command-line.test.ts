import {describe, expect, test} from 'vitest';

import {parseCommandLine} from '../../src/command-line/parse-command-line.ts';
import {commonWords} from '../../src/command-line/refuse-command-words.ts';
import {commands} from '../../src/commands/command-table.ts';
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
      command: 'collect',
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

describe('collect', () => {
  test('is what happens without a command', () => {
    for (const words of [
      ['my-cluster', '-debug'],
      ['-external', 'f', '-dry-run', 'my-cluster'],
      ['--', '-odd-id'],
      [],
    ])
      expect(run('collect', ...words)).toEqual(run(...words));
    expect(run('-debug', 'collect', 'my-cluster')).toEqual(run('-debug', 'my-cluster'));
  });

  const noIds = [
    ...commands.map(({name}) => name),
    'help',
    ...commonWords,
    'colect',
    'tpyes',
    'Version',
    'checks',
  ];

  test.each(noIds)('takes %s for no cluster id', (word) => {
    for (const words of [
      ['collect', word],
      ['check', word],
      ['--', word],
      ['-dry-run', '--', word],
    ])
      expect(() => run(...words)).toThrow(
        expect.objectContaining({
          code: 'CLI_USAGE',
          message: expect.stringContaining(`--cluster-id=${word}.)`),
        }),
      );
    expect(run(`--cluster-id=${word}`).settings).toEqual([['clusterId', word, '--cluster-id']]);
    expect(show('help', 'collect').replaceAll(/\s+/g, ' ')).toContain(commonWords.join(', '));
  });

  test.each([
    'prod',
    'test',
    'dev',
    'default',
    'sandbox',
    'staging',
    'a',
    'my-cluster',
    'eu-west-1',
    'minikube',
  ])('takes %s for one', (word) => expect(run(word).settings).toEqual([['clusterId', word, 'argument']]));
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
    [['--no-constructor.x'], 'There is no flag --no-constructor.x; --help lists those that there are.'],
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
    '--%s, which every object has, or no flag',
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
    const onboard = show('help', 'onboard');
    for (const {source} of settingDefinitions)
      for (const flag of source.flags ?? []) expect(help + onboard).toContain(`--${flag}`);
    for (const text of [
      'config [CLUSTER_ID]',
      '[default: 1200]',
      'Examples:',
      'FIREFLY_ACCESS_KEY',
      'Exit codes',
    ])
      expect(help).toContain(text);
    expect(show('-h')).toBe(help);
    expect(show('-help')).toBe(help);
  });

  test.each([[], ...commands.map(({name}) => [name])])(
    'help %j fits the terminal, and shows value names',
    (...name) => {
      for (const columns of [80, 120]) {
        const line = parseCommandLine([...name, '--help'], {...options, columns});
        const lines = line.kind === 'show' ? line.text.split('\n') : [];
        expect(lines.filter((one) => one.length > columns || one !== one.trimEnd())).toEqual([]);
        if (columns > 80) expect(lines.some((one) => one.length > 80)).toBe(true);
      }
      expect(show(...name, '--help')).toBe(show('help', ...name));
    },
  );

  test('help shows what a flag takes', () => {
    const help = show('help', 'collect');
    for (const text of [
      '--context NAME ',
      '--page-size KB ',
      '--types TYPES ',
      '--add-types TYPES ',
      '--debug ',
    ])
      expect(help).toContain(text);
    expect(show('help', 'types')).toContain('-o, --output FORMAT ');
    for (const {source, type} of settingDefinitions)
      if (source.flags !== undefined && type !== 'boolean') expect(source.placeholder).toMatch(/^[A-Z]+$/);
  });

  test('help of a command that there is not says which there are', () => {
    expect(() => show('help', 'chekc')).toThrow('help: there is no command "chekc"; did you mean check?');
    expect(() => show('help', 'me-please')).toThrow('expected one of collect, onboard,');
  });

  test('whatever is typed wrong beside it, help and version are shown', () => {
    expect(show('--colour', '--help')).toBe(show('--help'));
    expect(show('my-cluster', '--version')).toBe('1.2.3\n');
  });

  test("a command's help shows its own flags", () => {
    expect(show('config', '--help')).toContain('--schema');
    expect(show('--help')).not.toContain('--schema');
    expect(show('completion', '--help')).not.toContain('--external');
    expect(show('types', '--help')).not.toContain('--endpoint');
    expect(show('offboard', '--help')).not.toContain('--is-production');
  });

  test("a command's help leaves out what the command refuses", () => {
    for (const {name, refuses = []} of commands) {
      const help = show(name, '--help');
      for (const definition of settingDefinitions.filter((one) => refuses.includes(one.name)))
        for (const flag of definition.source.flags ?? [])
          expect(help).not.toMatch(new RegExp(`^ {2,6}(-., )?--${flag}[ \n]`, 'm'));
    }
  });
});
