import type {
  ClusterIdentity,
  DiscoveryFailure,
  NarrowedTo,
  LeftOutCount,
  OversizedItem,
  ReadingReport,
  RedactionCount,
  RunReport,
  StreamReport,
} from '@firefly/core';

const text = (description: string) => ({type: 'string', description}) as const;
const count = (description: string) => ({type: 'integer', minimum: 0, description}) as const;
const milliseconds = (description: string) => ({type: 'number', minimum: 0, description}) as const;
const stream = {enum: ['objects', 'helmReleases', 'k8sTrees'], description: 'What the items are.'} as const;

/** Properties of one object of the report: the compiler knows when the report has one more. */
function shape<Row>() {
  return <Properties extends Record<keyof Row, object>>(
    properties: Properties,
    required: readonly (keyof Row & string)[],
  ) => ({type: 'object', additionalProperties: false, properties, required}) as const;
}

const reading = shape<ReadingReport>()(
  {
    name: text('The type as kubectl names it, or another origin: "helm releases".'),
    outcome: {
      enum: ['complete', 'partial', 'failed'],
      description: 'Whether all of it, some of it or none of it could be read.',
    },
    items: count('Items handed to the receiver.'),
    bytes: count('Their JSON text.'),
    listPages: count('List requests that were answered with objects.'),
    listBytes: count('Bytes of their bodies.'),
    milliseconds: milliseconds('From the first request to the last object.'),
    inconsistent: {
      type: 'boolean',
      description: 'The list expired half-way: objects may stem from two moments.',
    },
    namespaces: {
      type: 'array',
      items: {type: 'string'},
      description: 'Set when only these namespaces could be listed.',
    },
    code: text('Stable code of what went wrong.'),
    message: text('What went wrong, in a sentence.'),
  },
  ['name', 'outcome', 'items', 'bytes', 'listPages', 'listBytes', 'milliseconds', 'inconsistent'],
);

const streamReport = shape<StreamReport>()(
  {
    stream,
    items: count('Items handed to the receiver.'),
    bytes: count('Their JSON text.'),
    requests: count('Requests that the receiver acknowledged.'),
    sentBytes: count('Bytes of their bodies as sent.'),
    retries: count('Attempts beyond the first.'),
    milliseconds: milliseconds('From the first item to the last acknowledgement.'),
  },
  ['stream', 'items', 'bytes', 'requests', 'sentBytes', 'retries', 'milliseconds'],
);

const oversized = shape<OversizedItem>()(
  {
    stream,
    kind: text('Kind of the object.'),
    namespace: text('Absent for cluster-scoped objects.'),
    name: text('Name of the object.'),
    bytes: count('Its JSON text.'),
  },
  ['stream', 'kind', 'name', 'bytes'],
);

const discoveryFailure = shape<DiscoveryFailure>()(
  {
    subject: {
      enum: ['group', 'type', 'file', 'folder'],
      description:
        'What name names: an API group with its version, a type, a file of a folder that is read in place of a cluster, or that folder, where the run that wrote it left a gap.',
    },
    name: text('Its name; that of a folder is report.json, which tells of the gap.'),
    message: text('Why, in a sentence.'),
    code: text('Stable code of what went wrong, where it has one.'),
    expected: {
      type: 'boolean',
      description:
        'Nobody asked by name for what is missing, or the user may never read it: it keeps no run from being used.',
    },
  },
  ['subject', 'name', 'message'],
);

const redaction = shape<RedactionCount>()(
  {
    rule: text('The rule of the setting redact.'),
    kind: text('Kind of the objects.'),
    values: count('Values taken out.'),
  },
  ['rule', 'kind', 'values'],
);

const leftOut = shape<LeftOutCount>()(
  {
    reason: {
      enum: ['opted out', 'owner opted out', 'owner not read', 'namespace not known'],
      description:
        'It or its namespace opted out; its owner did; or its owner, or its namespace, was not read, so that nobody knows.',
    },
    kind: text('Kind of the items.'),
    items: count('Items that were not sent.'),
  },
  ['reason', 'kind', 'items'],
);

const cluster = shape<ClusterIdentity>()(
  {uid: text('UID of the namespace kube-system.'), serverVersion: text("The API server's gitVersion.")},
  [],
);

const narrowedTo = shape<NarrowedTo>()(
  {
    namespaces: {type: 'array', items: {type: 'string'}, description: 'Absent: all of them.'},
    namespaceSelector: text('The labels by which they were chosen.'),
    clusterScoped: {
      type: 'boolean',
      description: 'Whether objects that lie in no namespace were to be read.',
    },
    selectors: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {labelSelector: {type: 'string'}, fieldSelector: {type: 'string'}},
      },
      description: 'Types of which only what these select was to be read.',
    },
  },
  ['clusterScoped'],
);

/** What `--report FILE` holds, and with `collector.reportInLog` the field `report` of the last log line. Published as docs/run-report.schema.json. */
export const runReportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Report of one run of firefly-collector',
  description: 'Bytes are of JSON text before compression unless said otherwise.',
  ...shape<RunReport>()(
    {
      runId: text('Identifies the run.'),
      result: {
        enum: ['success', 'failure', 'not-this-time', 'stopped'],
        description:
          'How it ended. success: all that could be read was accepted; see readings for what could not.',
      },
      reason: text('Why it failed, or why not this time, in a sentence.'),
      code: text('Stable code of what ended the run.'),
      startedAt: {type: 'string', description: 'RFC 3339, UTC.'},
      endedAt: {type: 'string', description: 'RFC 3339, UTC.'},
      milliseconds: milliseconds('From start to end.'),
      cluster: {...cluster, description: 'Which cluster was read; empty where it did not say.'},
      protocol: text(
        'The contract that was spoken: objects, fetching, or dry-run. Absent when the run ended before.',
      ),
      narrowedTo: {
        ...narrowedTo,
        description: 'Set where only this part of the cluster was to be read.',
      },
      readings: {
        type: 'array',
        items: reading,
        description: 'One row for each type, in the order of their ends.',
      },
      streams: {type: 'array', items: streamReport, description: 'What was delivered, by sort.'},
      discoveryFailures: {
        type: 'array',
        items: discoveryFailure,
        description:
          'API groups and types that could not be found out; of a folder, files that could not be read and gaps of the run that wrote it.',
      },
      oversized: {type: 'array', items: oversized, description: 'Items that were too large to be sent.'},
      redactions: {type: 'array', items: redaction, description: 'Values taken out before sending.'},
      leftOut: {
        type: 'array',
        items: leftOut,
        description: 'Items left out because of the setting honorOptOut; absent where there are none.',
      },
      redactionMilliseconds: milliseconds('Time spent on taking them out.'),
      warnings: {type: 'array', items: {type: 'string'}, description: 'Sentences for the reader.'},
    },
    [
      'runId',
      'result',
      'startedAt',
      'endedAt',
      'milliseconds',
      'cluster',
      'readings',
      'streams',
      'discoveryFailures',
      'oversized',
      'redactions',
      'redactionMilliseconds',
      'warnings',
    ],
  ),
} as const;
