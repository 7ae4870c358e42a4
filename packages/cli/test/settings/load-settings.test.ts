import {homedir} from 'node:os';
import {join} from 'node:path';

import {defaultResources} from '@firefly/k8s-source';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';

import {selectionOf} from '../../src/settings/selection-of.ts';
import {createDirectory} from './create-directory.ts';
import {load, problemsOf} from './load.ts';

describe('where a value comes from', () => {
  test('the default, when nothing says otherwise', () => {
    const {entries, values, warnings} = load({});
    expect(entries.pageSize).toEqual({value: 1200, origin: 'default'});
    expect(values).toMatchObject({
      endpoint: 'https://gateway.firefly.ai',
      loginEndpoint: 'https://prod.external.api.infralight.cloud',
      maxGoRoutines: 10,
      mongoMaxGoRoutines: 5,
      mongoMaxRetries: 3,
      pageTimeoutDuration: 300,
      protocol: 'auto',
      listLimit: 500,
      answerTimeout: 70,
      redact: [],
      ignoreNamespaces: [],
      overrideUniqueClusterId: false,
      helmDriver: 'secret',
    });
    expect(values.watchNamespace).toBeUndefined();
    expect(values.resources).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  test('the directory before the default', () => {
    const directory = createDirectory({'collector.PageSize': ' 64\n'});
    expect(load({directory}).entries.pageSize).toEqual({
      value: 64,
      origin: join(directory, 'collector.PageSize'),
    });
  });

  test('the command line before the directory', () => {
    const {entries} = load({files: {'collector.PageSize': '64'}, words: ['--page-size', '32']});
    expect(entries.pageSize).toEqual({value: 32, origin: '--page-size'});
  });

  test('the command line before the environment, the argument being the flag', () => {
    const environment = {CLUSTER_ID: 'from-environment'};
    expect(load({environment}).entries.clusterId).toEqual({value: 'from-environment', origin: 'CLUSTER_ID'});
    expect(load({environment, words: ['on-the-line']}).entries.clusterId).toEqual({
      value: 'on-the-line',
      origin: 'argument',
    });
  });

  test('the FIREFLY names of the keys before the INFRALIGHT ones', () => {
    const environment = {
      INFRALIGHT_ACCESS_KEY: 'old-access',
      INFRALIGHT_SECRET_KEY: 'old-secret',
      FIREFLY_ACCESS_KEY: 'new-access',
      FIREFLY_SECRET_KEY: '',
    };
    const {entries} = load({environment});
    expect(entries.accessKey).toEqual({value: 'new-access', origin: 'FIREFLY_ACCESS_KEY'});
    expect(entries.secretKey).toEqual({value: 'old-secret', origin: 'INFRALIGHT_SECRET_KEY'});
  });

  test('an empty file or variable says nothing, an empty flag puts the default back', () => {
    const files = {'collector.watchNamespace': ' \n', 'collector.ignoreNamespaces': 'kube-system'};
    const {values, entries} = load({
      files,
      environment: {CLUSTER_ID: ''},
      words: ['--ignore-namespaces', ''],
    });
    expect(values.watchNamespace).toBeUndefined();
    expect(values.clusterId).toBeUndefined();
    expect(entries.ignoreNamespaces).toEqual({value: [], origin: '--ignore-namespaces'});
  });

  test('an empty --config is as none: the default directory need not exist', () => {
    expect(load({directory: '/nowhere', words: ['-config=']}).values.config).toBe('/etc/config');
    expect(problemsOf({words: ['-config=/nowhere']})).toHaveLength(1);
  });
});

describe('how text is read', () => {
  test('lists by line, comma or blank; a flag may come several times', () => {
    const {values} = load({
      files: {'collector.addTypes': 'Secrets\napplications.argoproj.io\n\nsecrets'},
      words: ['--remove-types', 'events,leases', '--remove-types=pods'],
    });
    expect(values.addTypes).toEqual(['secrets', 'applications.argoproj.io']);
    expect(values.removeTypes).toEqual(['events', 'leases', 'pods']);
  });

  test('a ! that no name follows is refused: it would leave nothing out', () => {
    expect(problemsOf({words: ['--watch-namespaces', '!']})).toEqual([
      expect.stringMatching(/^--watch-namespaces: "!" does not fit; expected names of namespaces/),
    ]);
  });

  test('words without regard to case', () => {
    const {values} = load({
      files: {'collector.protocol': 'Fetching', 'collector.redact': 'managedfields\nENV'},
      environment: {HELM_DRIVER: 'ConfigMaps'},
    });
    expect(values.protocol).toBe('fetching');
    expect(values.redact).toEqual(['managedFields', 'env']);
    expect(values.helmDriver).toBe('configmap');
  });

  test.each([
    ['https://gateway.example.com/', 'https://gateway.example.com'],
    ['https://gateway.firefly.ai/api', 'https://gateway.firefly.ai'],
    ['https://gateway.firefly.ai/api/', 'https://gateway.firefly.ai'],
    ['http://127.0.0.1:8080/base//', 'http://127.0.0.1:8080/base'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('the endpoint %s as %s', (text, endpoint) => {
    expect(load({files: {endpoint: text}}).values.endpoint).toBe(endpoint);
  });

  test.each(['true', 'True', 'T', '1'])('the switch %s as true', (text) => {
    expect(load({files: {'collector.overrideUniqueClusterId': text}}).values.overrideUniqueClusterId).toBe(
      true,
    );
  });

  test('a leading ~ as the home directory, also after an equals sign', () => {
    expect(problemsOf({words: ['-external=~/no-such-kubeconfig']})).toEqual([
      `--external: ${join(homedir(), 'no-such-kubeconfig')} does not exist; expected a kubeconfig file.`,
    ]);
  });

  test('a directory in place of a cluster, and no cluster beside it', () => {
    expect(load({words: ['--from-dir', 'x', '--external=', '--context=']}).values.fromDir).toBe('x');
    expect(problemsOf({words: ['--from-dir', 'x', '--kubeconfig', '/dev/null', '--context', 'c']})).toEqual([
      '--kubeconfig names a cluster, and --from-dir a directory in its place; expected one of them.',
      '--context names a cluster, and --from-dir a directory in its place; expected one of them.',
    ]);
  });

  test('the older switches as types to add and to remove', () => {
    const {values, entries} = load({
      files: {'collector.resources.Secrets': 'true', 'collector.resources.pods': 'false'},
      words: ['--add-types', 'events'],
    });
    expect(values.resourceSwitches).toEqual({secrets: true, pods: false});
    expect(entries.resourceSwitches.origin).toMatch(/collector\.resources\.\w+ and 1 more$/);
    expect(selectionOf(values)).toEqual({
      customResources: true,
      clusterScoped: true,
      addTypes: ['secrets', 'events'],
      removeTypes: ['pods'],
    });
  });

  test('the default list of types by the names that users may write', () => {
    const {values} = load({files: {'collector.resources': defaultResources.join('\n')}});
    expect(values.resources).toEqual([...new Set(defaultResources)]);
  });
});

describe('what does not fit', () => {
  test('all of it at once, each with its place and what is expected', () => {
    const directory = createDirectory({
      'collector.PageSize': 'lots',
      'collector.ignoreNamespaces': 'default\nKube_System',
      'collector.resources.pods': 'maybe',
      endpoint: 'gateway.firefly.ai',
    });
    expect(
      problemsOf({
        directory,
        environment: {CLUSTER_ID: 'My Cluster'},
        words: ['--list-limit', '0', '--protocol', 'grpc'],
      }).toSorted(),
    ).toEqual(
      [
        '--list-limit: 0 does not fit; expected a whole number from 1 to 100000.',
        '--protocol: "grpc" does not fit; expected auto, objects or fetching.',
        'CLUSTER_ID: "My Cluster" does not fit; expected lower-case letters, digits, dashes and underscores only (^[a-z0-9_-]+$).',
        `${directory}/collector.PageSize: "lots" does not fit; expected a whole number from 1 to 100000.`,
        `${directory}/collector.ignoreNamespaces: "Kube_System" does not fit; expected names of namespaces, or globs such as team-* and !team-x, one a line.`,
        `${directory}/collector.resources.pods: "maybe" does not fit; expected true or false.`,
        `${directory}/endpoint: "gateway.firefly.ai" does not fit; expected a URL with http:// or https:// and without user and password, such as https://gateway.firefly.ai.`,
      ].toSorted(),
    );
  });

  test.each([
    'gateway.firefly.ai',
    'ftp://gateway',
    'https://',
    'https://gateway:70000',
    'https://user:gatewayPa55@gateway',
    'https://gateway?query',
    'https:// gateway',
  ])('the endpoint %s', (endpoint) => {
    expect(problemsOf({words: ['--endpoint', endpoint]})).toHaveLength(1);
  });

  test('never shows a key', () => {
    const problems = problemsOf({environment: {FIREFLY_ACCESS_KEY: 'two words', FIREFLY_SECRET_KEY: 'a\tb'}});
    expect(problems).toEqual([
      'FIREFLY_ACCESS_KEY: the value does not fit; expected a key without white space.',
      'FIREFLY_SECRET_KEY: the value does not fit; expected a key without white space.',
    ]);
  });

  test('what is required and missing', () => {
    expect(problemsOf({required: ['clusterId', 'accessKey', 'secretKey']})).toEqual([
      'The cluster id is missing: give it as the argument or in CLUSTER_ID.',
      'The access key is missing: set FIREFLY_ACCESS_KEY (or INFRALIGHT_ACCESS_KEY); a dry run needs none.',
      'The secret key is missing: set FIREFLY_SECRET_KEY (or INFRALIGHT_SECRET_KEY); a dry run needs none.',
    ]);
  });

  test('a switch with a word that is neither true nor false', () => {
    expect(problemsOf({words: ['--debug=maybe']})).toEqual([
      '--debug: "maybe" does not fit; expected true or false.',
    ]);
  });

  test('a long value is cut', () => {
    const [problem] = problemsOf({words: ['--protocol', 'x'.repeat(5000)]});
    expect(problem?.length).toBeLessThan(250);
  });

  test('an overridden value does not count', () => {
    expect(load({files: {'collector.PageSize': 'lots'}, words: ['--page-size', '5']}).values.pageSize).toBe(
      5,
    );
  });

  test('cluster ids: exactly those of the rule', () => {
    fc.assert(
      fc.property(
        fc.string({minLength: 1}).filter((text) => text.trim() !== ''),
        (id) => {
          const fits = /^[a-z0-9_-]+$/.test(id.trim());
          expect(problemsOf({directory: '/nowhere', environment: {CLUSTER_ID: id}})).toHaveLength(
            fits ? 0 : 1,
          );
        },
      ),
    );
  });
});

describe('what is questionable', () => {
  test('certificates that are not verified, and authorities that cannot be read, are warnings', () => {
    const environment = {NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_EXTRA_CA_CERTS: '/nowhere/at/all.pem'};
    expect(load({environment}).warnings).toEqual([
      expect.stringMatching(/^NODE_EXTRA_CA_CERTS: \/nowhere\/at\/all\.pem does not exist; expected/),
      'NODE_TLS_REJECT_UNAUTHORIZED: 0 accepts every certificate; whoever stands between reads keys and data.',
    ]);
    expect(load({environment: {NODE_TLS_REJECT_UNAUTHORIZED: '1'}}).warnings).toEqual([]);
  });

  test('the scheme of a URL may be written in capitals', () => {
    expect(load({words: ['--endpoint', 'HTTPS://firefly.example/Api']}).values.endpoint).toBe(
      'https://firefly.example/Api',
    );
  });

  test('an endpoint without encryption beyond this machine', () => {
    expect(load({words: ['--endpoint', 'http://127.0.0.1:1']}).warnings).toEqual([]);
    expect(load({words: ['--endpoint', 'http://firefly.example']}).warnings).toEqual([
      '--endpoint: http://firefly.example is not https; keys and data travel unencrypted.',
    ]);
  });
});
