import {previewFormats, previewGroupings} from '../preview/preview-words.ts';
import {settingDefinitions} from '../settings/setting-definition.ts';
import type {SettingName} from '../settings/settings.ts';
import type {Command} from './command.ts';

/** What says how a dry run shows what it read. */
const dryRunOutput = ['summary', 'outputDir', 'limit', 'trees', 'report'] as const;
/** They read nothing, and change something: who gives one of these believes that they would not. */
const notForIntegrations = [...dryRunOutput, 'dryRun', 'fromDir', 'types'] as const;

const settingNames = settingDefinitions.map(({name}) => name);
const ofOnboarding: ReadonlySet<SettingName> = new Set(['appApiEndpoint', 'isProduction']);
const ofEnd: readonly SettingName[] = ['report', 'reportInLog', 'logFormat'];
const ofDryRun: ReadonlySet<SettingName> = new Set([...dryRunOutput, ...ofEnd]);
const withoutRun = settingNames.filter((name) => !ofOnboarding.has(name) && !ofDryRun.has(name));
/** What decides how a cluster is reached and what of it is collected. */
const ofCluster = settingDefinitions
  .filter(({source: {group}}) => group === 'Cluster' || group === 'What is collected' || group === 'Network')
  .map(({name}) => name)
  .filter((name) => name !== 'clusterId' && name !== 'fromDir');
const ofIntegration: readonly SettingName[] = [
  'clusterId',
  'appApiEndpoint',
  'config',
  'strict',
  'logFormat',
];

/** Every command, that of a call without one first. To add one: write its file, and name it here. */
export const commands: readonly Command[] = [
  {
    name: 'collect',
    summary: 'Collect a cluster: what happens without a command, too.',
    takes: settingNames.filter((name) => !ofOnboarding.has(name)),
    flags: {
      by: {
        description: 'With --summary: what the rows are.',
        type: 'string',
        choices: previewGroupings,
        placeholder: 'WHAT',
      },
      output: {
        description: 'With --summary: how to show it.',
        type: 'string',
        choices: previewFormats,
        letter: 'o',
        placeholder: 'FORMAT',
      },
      html: {
        description:
          'In a dry run: file to write a page for a security review to, in place of what would be sent; no name or content of an object is in it.',
        type: 'string',
        placeholder: 'FILE',
      },
    },
    examples: [
      ['$0 collect my-cluster', 'The cluster that this runs in, as my-cluster.'],
      ['$0 collect -external ~/.kube/config my-cluster', 'The cluster of a kubeconfig.'],
      ['$0 collect -dry-run my-cluster > all.json', 'Send nothing; see what would be sent.'],
      ['$0 collect -dry-run --summary --types pods my-cluster', 'How much that would be, of one type.'],
      ['$0 collect -dry-run --html review.html my-cluster', 'A page for a security review.'],
      ['$0 collect --add-types secrets --redact secrets my-cluster', 'Secrets too, without their values.'],
    ],
    load: async () => (await import('./run-collect.ts')).runCollect,
  },
  {
    name: 'onboard',
    summary:
      "Create this cluster's integration at Firefly; a failure is logged, and fails with --strict only.",
    takes: [...ofIntegration, 'isProduction'],
    refuses: notForIntegrations,
    load: async () => {
      const {runIntegration} = await import('./run-integration.ts');
      return (context) => runIntegration('onboard', context);
    },
  },
  {
    name: 'offboard',
    summary:
      "Delete this cluster's integration at Firefly; a failure is logged, and fails with --strict only.",
    takes: ofIntegration,
    refuses: notForIntegrations,
    load: async () => {
      const {runIntegration} = await import('./run-integration.ts');
      return (context) => runIntegration('offboard', context);
    },
  },
  {
    name: 'check',
    summary: 'Find out whether a run would succeed, and what to do where it would not; sends nothing.',
    takes: withoutRun,
    flags: {
      output: {
        description: 'How to show it.',
        type: 'string',
        choices: ['text', 'json'],
        letter: 'o',
        placeholder: 'FORMAT',
      },
    },
    examples: [
      ['$0 check my-cluster', 'Before the first run: cluster, permissions, login, network.'],
      ['$0 check -dry-run -external ~/.kube/config a', 'The cluster alone; needs no keys.'],
    ],
    load: async () => (await import('./check-run.ts')).checkRun,
  },
  {
    name: 'scan',
    summary: 'List what a run would send that still looks like a secret, never the value; sends nothing.',
    flags: {
      output: {
        description: 'How to show it.',
        type: 'string',
        choices: ['table', 'json', 'sarif'],
        letter: 'o',
        placeholder: 'FORMAT',
      },
      baseline: {
        description: 'File of what was looked at and accepted.',
        type: 'string',
        placeholder: 'FILE',
      },
      'write-baseline': {
        description: 'File to write a baseline to that accepts all that is found.',
        type: 'string',
        placeholder: 'FILE',
      },
    },
    takes: [...ofCluster, 'types', 'protocol', 'fromDir', 'config', 'logFormat', 'debug'],
    refuses: [...dryRunOutput, 'dryRun'],
    examples: [
      ['$0 scan -external ~/.kube/config --redact all', 'Is anything left? Exit 4 where there is.'],
      ['$0 scan --from-dir DIR --baseline accepted.json -o sarif', 'As a gate in CI.'],
    ],
    load: async () => (await import('./scan.ts')).scan,
  },
  {
    name: 'diff',
    summary: 'Compare what two dry runs wrote, or what one wrote and the cluster; sends nothing.',
    argument: {paths: ['A', '[B]']},
    flags: {
      output: {
        description: 'How to show it.',
        type: 'string',
        choices: ['table', 'json'],
        letter: 'o',
        placeholder: 'FORMAT',
      },
      match: {
        description: 'Which objects are the same one; name: of two clusters.',
        type: 'string',
        choices: ['uid', 'name'],
        placeholder: 'BY',
      },
      name: {
        description: 'Only objects of this name (* for any letters), and their fields that changed.',
        type: 'string',
        placeholder: 'NAME',
      },
      'all-fields': {
        description: 'Also what changes by itself: versions, managedFields, heartbeats, times in the status.',
        type: 'boolean',
      },
    },
    takes: [...ofCluster, 'types', 'protocol', 'config', 'logFormat', 'debug'],
    refuses: ['summary', 'outputDir', 'limit', 'trees', 'report', 'dryRun', 'fromDir', 'strict'],
    examples: [
      ['$0 diff before/ after/', 'Two folders of -dry-run --output-dir: 0 the same, 1 not, 2 trouble.'],
      ['$0 diff before/ --context production', 'A folder and a cluster.'],
      ["$0 diff before/ after/ --types deployments --name 'web*'", 'Which fields changed.'],
      ['$0 diff eu.json us.json --match name', 'Two clusters.'],
    ],
    load: async () => (await import('./diff.ts')).diff,
  },
  {
    name: 'types',
    summary: 'Show every type that the cluster serves, whether it is collected, and why.',
    argument: 'none',
    takes: [...ofCluster, 'types', 'config'],
    refuses: [...dryRunOutput, 'fromDir', 'strict'],
    flags: {
      output: {
        description: 'How to show them.',
        type: 'string',
        choices: ['table', 'wide', 'json', 'yaml', 'name'],
        letter: 'o',
        placeholder: 'FORMAT',
      },
      collected: {description: 'Only what would be collected.', type: 'boolean'},
      explain: {
        description: 'Which settings decide about one type, and where they were set.',
        type: 'string',
        placeholder: 'TYPE',
        offers: 'types',
      },
      group: {
        description: 'Only types of this API group; core for the one without a name.',
        type: 'string',
        placeholder: 'GROUP',
        offers: 'groups',
      },
    },
    examples: [
      ['$0 types', 'Every type of the cluster, and why it is collected or not.'],
      ['$0 types --collected -o name', 'What a run would collect, one a line.'],
      ['$0 types --types pods,secrets', 'Two types, whether they are collected or not.'],
      ['$0 types --explain secrets', 'Which setting decided about a type.'],
      ['$0 types --group apps -o wide', 'One group, with verbs and short names.'],
    ],
    load: async () => (await import('./show-types.ts')).showTypes,
  },
  {
    name: 'config',
    summary: 'Show every setting and where its value comes from; secrets masked.',
    flags: {
      schema: {description: 'Show the JSON Schema of the settings instead.', type: 'boolean'},
      output: {
        description: 'How to show them.',
        type: 'string',
        choices: ['table', 'json'],
        letter: 'o',
        placeholder: 'FORMAT',
      },
    },
    examples: [
      ['$0 config', 'What is in effect here.'],
      ['$0 config -config ./.config -o json', 'What a directory sets, for programs.'],
    ],
    load: async () => (await import('./show-config.ts')).showConfig,
  },
  {
    name: 'completion',
    summary: 'Show a script that completes commands, flags and their values in a shell.',
    argument: {name: 'shell', choices: ['bash', 'zsh', 'fish']},
    takes: [],
    examples: [
      ['source <($0 completion bash)', 'In this shell; in ~/.bashrc for all.'],
      ['source <($0 completion zsh)', 'In this shell; in ~/.zshrc, after compinit, for all.'],
      ['$0 completion fish | source', 'In this shell; in ~/.config/fish/config.fish for all.'],
    ],
    load: async () => (await import('./show-completion.ts')).showCompletion,
  },
];
