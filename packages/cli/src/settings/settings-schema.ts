import {defaults} from '@firefly/firefly-sink/defaults';
import {sourceDefaults} from '@firefly/k8s-source/source-defaults';
import {redactChoices} from '@firefly/redaction/built-in-rules';
import {shortestMarkerKey} from '@firefly/redaction/marker';
import type {SettingSource} from './setting-source.ts';

const defaultConfigDirectory = '/etc/config';
const httpUrl =
  '^https?://([^\\s/?#@:\\[\\]]+|\\[[0-9a-fA-F:.]+\\])(:([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]))?(/[^\\s?#]*)?$';
const namespace = {type: 'string', pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$'} as const;
/** A name, or a glob of at most three `*`. */
const namespacePattern = {
  type: 'string',
  pattern: '^!?([-a-z0-9?]{1,63}(\\*[-a-z0-9?]{0,63}){0,3}|(\\*[-a-z0-9?]{0,63}){1,3})$',
} as const;
/** A name, or a glob of at most three `*`. */
const typeName = {
  type: 'string',
  pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?(/[a-z]+)?|[-a-z0-9.]*[*?][-a-z0-9.?]*(\\*[-a-z0-9.?]*){0,2})$',
} as const;
const labelKey = '[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?';
const labelValue = '([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?';
/** What `kubectl get -l` takes, as far as its form goes. */
const labelSelector = {
  type: 'string',
  pattern: commaSeparated(
    `(!? *${labelKey}|${labelKey} *(==?|!=) *${labelValue}|${labelKey} +(in|notin) *\\( *${labelValue}( *, *${labelValue})* *\\))`,
  ),
} as const;
/** What `kubectl get --field-selector` takes, as far as its form goes. */
const fieldSelector = {
  type: 'string',
  pattern: commaSeparated('[A-Za-z0-9_.-]+ *(==?|!=) *([^\\s,=\\\\]|\\\\[,=\\\\])*'),
} as const;
const proxyUrl = 'a URL with http://, https:// or socks5://';
const typeNames = 'names of resource types or globs, such as pods, deployments.apps or *.apps, one a line';

/**
 * Every setting of the collector: its name, meaning, default and constraints as JSON Schema (draft 2020-12), and under
 * `x-source` where it may be set. The loader, the command line, the reference in `docs/configuration.md` and
 * `firefly-collector config --schema` all read this and nothing else.
 */
export const settingsSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Settings of firefly-collector',
  type: 'object',
  additionalProperties: false,
  properties: {
    clusterId: {
      description:
        "The cluster's identifier in Firefly; on the command line also the one positional argument.",
      type: 'string',
      pattern: '^[a-z0-9_-]+$',
      'x-source': byFlag('Cluster', 'clusterId', {
        environment: ['CLUSTER_ID'],
        placeholder: 'ID',
        expected: 'lower-case letters, digits, dashes and underscores only (^[a-z0-9_-]+$)',
        missing: 'The cluster id is missing: give it as the argument or in CLUSTER_ID.',
      }),
    },
    external: {
      description:
        'Kubeconfig file to reach the cluster with. Without it: the service account, when in a cluster.',
      type: 'string',
      pattern: '\\S',
      'x-source': {group: 'Cluster', flags: ['external', 'kubeconfig'], kind: 'path', placeholder: 'FILE'},
    },
    context: {
      description: "Context of the kubeconfig. Without it: the kubeconfig's current one.",
      type: 'string',
      pattern: '\\S',
      'x-source': byFlag('Cluster', 'context', {placeholder: 'NAME', offers: 'contexts'}),
    },
    fromDir: {
      description:
        'Directory to read in place of a cluster: the --output-dir of a dry run, or files of kubectl get -o json.',
      type: 'string',
      pattern: '\\S',
      'x-source': byFlag('Cluster', 'fromDir', {kind: 'path', placeholder: 'DIR'}),
    },
    kubeconfig: {
      description:
        'Kubeconfig files for use outside a cluster, where no file is named. Without it: ~/.kube/config.',
      type: 'string',
      pattern: '\\S',
      'x-source': {
        readBy: 'the access to the cluster',
        group: 'Cluster',
        environment: ['KUBECONFIG'],
        expected: 'paths of files, separated by colons',
      },
    },
    watchNamespace: {
      description: 'The one namespace to collect; with watchNamespaces, one more of them.',
      ...namespace,
      'x-source': {
        group: 'What is collected',
        files: ['collector.watchNamespace'],
        flags: ['watch-namespace', 'namespace'],
        placeholder: 'NAMESPACE',
        offers: 'namespaces',
        expected: 'the name of one namespace',
      },
    },
    watchNamespaces: {
      description:
        'The namespaces to collect, beside cluster-scoped objects: names, globs (* and ?), and either with ! before it for not. Without it: all namespaces.',
      type: 'array',
      items: namespacePattern,
      default: [],
      'x-source': byFileAndFlag('What is collected', 'watchNamespaces', {
        placeholder: 'NAMESPACES',
        offers: 'namespaces',
        expected: 'names of namespaces, or globs such as team-* and !team-x, one a line',
        absent: 'all',
      }),
    },
    clusterScoped: {
      description:
        'Collect objects that lie in no namespace; false asks for none of their types, as where only Roles are granted.',
      type: 'boolean',
      default: true,
      'x-source': byFileAndFlag('What is collected', 'clusterScoped'),
    },
    ignoreNamespaces: {
      description: 'Namespaces to leave out: names, globs, and either with ! before it for not.',
      type: 'array',
      items: namespacePattern,
      default: [],
      'x-source': byFileAndFlag('What is collected', 'ignoreNamespaces', {
        placeholder: 'NAMESPACES',
        offers: 'namespaces',
        expected: 'names of namespaces, or globs such as team-* and !team-x, one a line',
      }),
    },
    namespaceSelector: {
      description:
        'Labels of the namespaces to collect, beside cluster-scoped objects; the namespaces are listed for it. Without it: all.',
      ...labelSelector,
      'x-source': byFileAndFlag('What is collected', 'namespaceSelector', {
        placeholder: 'LABELS',
        expected: 'a label selector, such as team=shop,tier!=test or env in (prod,stage)',
        absent: 'all',
      }),
    },
    selectors: {
      description:
        'Which objects of a type to collect, by their labels or fields, as JSON; the API server goes through all objects of the type for it.',
      type: 'object',
      propertyNames: typeName,
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: {labelSelector, fieldSelector},
      },
      default: {},
      'x-source': byFileAndFlag('What is collected', 'selectors', {
        placeholder: 'JSON',
        expected:
          'JSON such as {"pods": {"labelSelector": "app=web", "fieldSelector": "status.phase!=Succeeded"}}',
      }),
    },
    resources: {
      description:
        'Built-in resource types to collect, in place of the default list; default and default+recent stand for it, and for it with what Kubernetes has added since.',
      type: 'array',
      items: {...typeName, pattern: `${typeName.pattern}|^default\\+recent$`},
      'x-source': byFileAndFlag('What is collected', 'resources', {
        placeholder: 'TYPES',
        offers: 'types',
        expected: typeNames,
        lowerCase: true,
        absent: 'the default list',
      }),
    },
    resourceSwitches: {
      description: 'The older way to add (true) or remove (false) one resource type: one file for each.',
      type: 'object',
      additionalProperties: {type: 'boolean'},
      default: {},
      'x-source': {
        group: 'What is collected',
        files: ['collector.resources.<type>'],
        expected: 'true or false',
      },
    },
    addTypes: {
      description: 'Resource types to collect on top of the list.',
      type: 'array',
      items: typeName,
      default: [],
      'x-source': byFileAndFlag('What is collected', 'addTypes', {
        placeholder: 'TYPES',
        offers: 'types',
        expected: typeNames,
        lowerCase: true,
      }),
    },
    removeTypes: {
      description: 'Resource types, custom ones included, to leave out.',
      type: 'array',
      items: typeName,
      default: [],
      'x-source': byFileAndFlag('What is collected', 'removeTypes', {
        placeholder: 'TYPES',
        offers: 'types',
        expected: typeNames,
        lowerCase: true,
      }),
    },
    customResources: {
      description: 'Collect custom resources that no list names; false leaves out all but the named ones.',
      type: 'boolean',
      default: true,
      'x-source': byFileAndFlag('What is collected', 'customResources'),
    },
    helmReleases: {
      description: 'Collect Helm releases, where Firefly takes them; false reads no Secret for them.',
      type: 'boolean',
      default: true,
      'x-source': byFileAndFlag('What is collected', 'helmReleases'),
    },
    redact: {
      description: 'What to take out of objects and Helm releases before they are sent.',
      type: 'array',
      items: {enum: redactChoices},
      default: [],
      'x-source': byFileAndFlag('What is collected', 'redact', {
        placeholder: 'RULES',
        expected: `any of ${redactChoices.join(', ')}, one a line`,
      }),
    },
    redactRules: {
      description: 'Rules of your own for what to take out, in YAML; they stand before the built-in ones.',
      type: 'string',
      'x-source': {
        group: 'What is collected',
        files: ['collector.redactRules'],
        expected: 'a list of rules, as docs/write-your-own-rule.md has them',
      },
    },
    redactionKey: {
      description: 'Key by which equal values get equal markers: at least 32 bytes.',
      type: 'string',
      pattern: `^[^]{${shortestMarkerKey},}$`,
      'x-source': {
        group: 'What is collected',
        environment: ['FIREFLY_REDACTION_KEY'],
        masked: 'all',
        expected: `at least ${shortestMarkerKey} bytes`,
      },
    },
    honorOptOut: {
      description:
        'Whether the label or annotation firefly.ai/collect: "false" keeps something here: off; namespaces (a namespace with all that is in it); all (objects too, with what they own).',
      enum: ['off', 'namespaces', 'all'],
      default: 'off',
      'x-source': byFileAndFlag('What is collected', 'honorOptOut', {placeholder: 'WHAT'}),
    },
    incomplete: {
      description:
        'What becomes of a run in which a type broke off or could not be read: deliver (what was not sent looks deleted at Firefly) or withhold (the run fails, and Firefly keeps what it had). Types that may not be listed or are not served (403, 404, 405) never count.',
      enum: ['deliver', 'withhold'],
      default: 'deliver',
      'x-source': byFileAndFlag('What is collected', 'incomplete', {placeholder: 'WHAT'}),
    },
    listLimit: {
      description: 'Objects in one page of a list that the API server is asked for.',
      type: 'integer',
      minimum: 1,
      maximum: 100_000,
      default: sourceDefaults.listLimit,
      'x-source': byFileAndFlag('What is collected', 'listLimit', {placeholder: 'N'}),
    },
    answerTimeout: {
      description:
        'Seconds without an answer of the API server before a page of a list is asked for at half its size.',
      type: 'integer',
      minimum: 1,
      maximum: 3600,
      default: sourceDefaults.firstByte / 1000,
      'x-source': byFileAndFlag('What is collected', 'answerTimeout', {placeholder: 'SECONDS'}),
    },
    requestsInFlight: {
      description: 'Requests to the API server under way at once.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: sourceDefaults.concurrency,
      'x-source': byFileAndFlag('What is collected', 'requestsInFlight', {placeholder: 'N'}),
    },
    requestsPerSecond: {
      description: 'Requests to the API server a second at most, tries after a failure included.',
      type: 'integer',
      minimum: 1,
      maximum: 100_000,
      'x-source': byFileAndFlag('What is collected', 'requestsPerSecond', {
        placeholder: 'N',
        absent: 'no limit',
      }),
    },
    helmDriver: {
      description: 'Where Helm keeps its releases; those of memory and sql cannot be read.',
      enum: ['secret', 'configmap', 'memory', 'sql'],
      default: 'secret',
      'x-source': {
        group: 'What is collected',
        environment: ['HELM_DRIVER'],
        synonyms: {secrets: 'secret', configmaps: 'configmap'},
      },
    },
    accessKey: {
      description: "Access key of Firefly's integration. Not needed in a dry run.",
      type: 'string',
      pattern: '^\\S+$',
      'x-source': {
        group: 'Firefly',
        environment: ['FIREFLY_ACCESS_KEY', 'INFRALIGHT_ACCESS_KEY'],
        masked: 'all',
        expected: 'a key without white space',
        missing:
          'The access key is missing: set FIREFLY_ACCESS_KEY (or INFRALIGHT_ACCESS_KEY); a dry run needs none.',
      },
    },
    secretKey: {
      description: "Secret key of Firefly's integration. Not needed in a dry run.",
      type: 'string',
      pattern: '^\\S+$',
      'x-source': {
        group: 'Firefly',
        environment: ['FIREFLY_SECRET_KEY', 'INFRALIGHT_SECRET_KEY'],
        masked: 'all',
        expected: 'a key without white space',
        missing:
          'The secret key is missing: set FIREFLY_SECRET_KEY (or INFRALIGHT_SECRET_KEY); a dry run needs none.',
      },
    },
    endpoint: {
      description: "URL of Firefly's API.",
      type: 'string',
      pattern: httpUrl,
      default: defaults.endpoint,
      'x-source': byFileAndFlag('Firefly', 'endpoint', {
        files: ['endpoint'],
        kind: 'url',
        placeholder: 'URL',
        synonyms: {[`${defaults.endpoint}/api`]: defaults.endpoint},
      }),
    },
    loginEndpoint: {
      description: "URL of Firefly's login.",
      type: 'string',
      pattern: httpUrl,
      default: defaults.loginEndpoint,
      'x-source': byFileAndFlag('Firefly', 'loginEndpoint', {
        files: ['loginEndpoint'],
        kind: 'url',
        placeholder: 'URL',
      }),
    },
    protocol: {
      description: 'Contract to speak with Firefly; auto asks it.',
      enum: ['auto', 'objects', 'fetching'],
      default: defaults.protocol,
      'x-source': byFileAndFlag('Firefly', 'protocol', {placeholder: 'NAME'}),
    },
    overrideUniqueClusterId: {
      description: 'Take over the integration of another cluster.',
      type: 'boolean',
      default: false,
      'x-source': byFileAndFlag('Firefly', 'overrideUniqueClusterId'),
    },
    pageSize: {
      description: 'KB of JSON after which a page of objects is closed and sent.',
      type: 'integer',
      minimum: 1,
      maximum: 100_000,
      default: defaults.pageBytes / 1000,
      'x-source': byFileAndFlag('Firefly', 'pageSize', {files: ['collector.PageSize'], placeholder: 'KB'}),
    },
    maxGoRoutines: {
      description: 'Pages of objects on their way to Firefly at once.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: defaults.pagesInFlight.objects,
      'x-source': byFileAndFlag('Firefly', 'maxGoRoutines', {
        files: ['collector.MaxGoRoutines'],
        placeholder: 'N',
      }),
    },
    mongoMaxGoRoutines: {
      description: 'Pages of Helm releases and of trees on their way to Firefly at once.',
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: defaults.pagesInFlight.helmReleases,
      'x-source': byFileAndFlag('Firefly', 'mongoMaxGoRoutines', {
        files: ['collector.MongoMaxGoRoutines'],
        placeholder: 'N',
      }),
    },
    mongoMaxRetries: {
      description: 'How often a page that could not be delivered is tried again before the run fails.',
      type: 'integer',
      minimum: 0,
      maximum: 100,
      default: defaults.maxRetries,
      'x-source': byFileAndFlag('Firefly', 'mongoMaxRetries', {
        files: ['collector.MongoMaxRetries'],
        placeholder: 'N',
      }),
    },
    pageTimeoutDuration: {
      description: 'Seconds that one try to send a page may take.',
      type: 'integer',
      minimum: 1,
      maximum: 86_400,
      default: defaults.attemptTimeout / 1000,
      'x-source': byFileAndFlag('Firefly', 'pageTimeoutDuration', {
        files: ['collector.PageTimeoutDuration'],
        placeholder: 'SECONDS',
      }),
    },
    gzip: {
      description: "How pages are compressed: by Node's zlib, or by fflate's JavaScript, which is slower.",
      enum: ['native', 'fflate'],
      default: defaults.gzipEngine,
      'x-source': byFileAndFlag('Firefly', 'gzip', {placeholder: 'ENGINE'}),
    },
    gzipLevel: {
      description:
        'From 1, fast, to 9, small; or auto: 1, and up to 6 while pages wait for the network (with fflate always 6).',
      enum: ['auto', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      default: defaults.gzipLevel,
      'x-source': byFileAndFlag('Firefly', 'gzipLevel', {placeholder: 'LEVEL'}),
    },
    appApiEndpoint: {
      description: "URL of Firefly's app API, for onboard and offboard.",
      type: 'string',
      pattern: httpUrl,
      default: defaults.appApiEndpoint,
      'x-source': byFileAndFlag('Firefly', 'appApiEndpoint', {
        files: ['appApiEndpoint'],
        kind: 'url',
        placeholder: 'URL',
      }),
    },
    isProduction: {
      description: 'Mark the integration that onboard creates as one of a production cluster.',
      type: 'boolean',
      default: false,
      'x-source': byFileAndFlag('Firefly', 'isProduction', {files: ['isProduction']}),
    },
    httpsProxy: {
      description: 'Proxy for https URLs.',
      type: 'string',
      'x-source': {
        readBy: 'each connection',
        group: 'Network',
        environment: ['https_proxy', 'HTTPS_PROXY'],
        masked: 'credentials',
        expected: proxyUrl,
      },
    },
    httpProxy: {
      description: 'Proxy for http URLs.',
      type: 'string',
      'x-source': {
        readBy: 'each connection',
        group: 'Network',
        environment: ['http_proxy', 'HTTP_PROXY'],
        masked: 'credentials',
        expected: proxyUrl,
      },
    },
    noProxy: {
      description: 'Hosts, addresses and CIDR ranges that are reached without a proxy, separated by commas.',
      type: 'string',
      'x-source': {
        readBy: 'each connection',
        group: 'Network',
        environment: ['no_proxy', 'NO_PROXY'],
        expected: 'hosts, addresses and ranges, separated by commas',
      },
    },
    extraCaCertificates: {
      description: "File of certificate authorities to trust beside the runtime's own.",
      type: 'string',
      'x-source': {readBy: 'Node.js', group: 'Network', environment: ['NODE_EXTRA_CA_CERTS'], kind: 'path'},
    },
    chartVersion: {
      description:
        'Written by the chart, for the collector to tell its ConfigMap from that of chart 1.5.6, whose watchNamespace "default" and ignoreNamespaces "kube-system" were never used and are ignored.',
      type: 'string',
      'x-source': {
        readBy: 'what reads the directory',
        group: 'Run',
        files: ['collector.chartVersion'],
        expected: 'the version of the chart',
      },
    },
    config: {
      description: 'Directory with one file for each setting: a mounted ConfigMap.',
      type: 'string',
      pattern: '\\S',
      default: defaultConfigDirectory,
      'x-source': byFlag('Run', 'config', {kind: 'path', placeholder: 'DIR'}),
    },
    dryRun: {
      description: 'Send nothing: write what would be sent to standard output, as one JSON document.',
      type: 'boolean',
      default: false,
      'x-source': byFlag('Run', 'dryRun'),
    },
    summary: {
      description: 'In a dry run: show, for each type, how much would be sent, in place of what.',
      type: 'boolean',
      default: false,
      'x-source': byFlag('Run', 'summary'),
    },
    outputDir: {
      description:
        'In a dry run: a new or empty directory to write to, one file for each type, in place of standard output.',
      type: 'string',
      pattern: '\\S',
      'x-source': byFlag('Run', 'outputDir', {kind: 'path', placeholder: 'DIR'}),
    },
    limit: {
      description: 'In a dry run: at most so many objects of each type.',
      type: 'integer',
      minimum: 1,
      maximum: 1_000_000_000,
      'x-source': byFlag('Run', 'limit', {placeholder: 'N', absent: 'all'}),
    },
    types: {
      description:
        'In a dry run: these resource types alone, whatever the lists say, and no Helm releases. Of the command types: show these alone.',
      type: 'array',
      items: typeName,
      'x-source': byFlag('Run', 'types', {
        placeholder: 'TYPES',
        offers: 'types',
        expected: 'names of resource types, such as pods,deployments.apps',
        lowerCase: true,
        absent: 'all that is collected',
      }),
    },
    trees: {
      description: 'Show object trees in the dry run as well.',
      type: 'boolean',
      default: false,
      'x-source': byFlag('Run', 'trees'),
    },
    report: {
      description:
        'File to write the report of the run to, as JSON (docs/run-report.schema.json); - is standard output.',
      type: 'string',
      pattern: '\\S',
      'x-source': byFlag('Run', 'report', {kind: 'path', placeholder: 'FILE'}),
    },
    reportInLog: {
      description: 'Put the whole report into the last line of the log as well.',
      type: 'boolean',
      default: false,
      'x-source': byFileAndFlag('Run', 'reportInLog'),
    },
    logFormat: {
      description: 'Lines of the log: json, or text for people; auto means text on a terminal.',
      enum: ['auto', 'json', 'text'],
      default: 'auto',
      'x-source': byFileAndFlag('Run', 'logFormat', {placeholder: 'FORMAT'}),
    },
    startJitterSeconds: {
      description:
        'Wait a random time of up to so many seconds before the run, so that many clusters do not start at once; a dry run never waits.',
      type: 'integer',
      minimum: 0,
      maximum: 86_400,
      default: 0,
      'x-source': byFileAndFlag('Run', 'startJitterSeconds', {placeholder: 'SECONDS'}),
    },
    strict: {
      description: 'Exit with code 3 when some types could not be read.',
      type: 'boolean',
      default: false,
      'x-source': byFileAndFlag('Run', 'strict'),
    },
    debug: {
      description: 'Log what is done in detail.',
      type: 'boolean',
      default: false,
      'x-source': byFileAndFlag('Run', 'debug'),
    },
  },
} as const satisfies {
  readonly properties: Record<string, SettingSchema>;
  readonly [keyword: string]: unknown;
};

/** One setting as JSON Schema knows it, with the places where it may be set. */
interface SettingSchema {
  readonly description: string;
  readonly 'x-source': SettingSource;
  readonly [keyword: string]: unknown;
}

/** A pattern for one or more of these, with commas between them. */
function commaSeparated<Part extends string>(part: Part) {
  return `^ *${part}( *, *${part})* *$` as const;
}

/** Where a setting is set that has a flag of its name. */
function byFlag(
  group: SettingSource['group'],
  name: string,
  more: Partial<SettingSource> = {},
): SettingSource {
  return {group, flags: [name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)], ...more};
}

/** Where a setting is set that has a file of the configuration directory, too: of its name, unless `more` says another. */
function byFileAndFlag(...[group, name, more]: Parameters<typeof byFlag>): SettingSource {
  return byFlag(group, name, {files: [`collector.${name}`], ...more});
}
