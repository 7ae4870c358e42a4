const names = {type: 'array', items: {type: 'string', minLength: 1}, minItems: 1} as const;
const kind = '^[a-z0-9*]([-a-z0-9.*]*[a-z0-9*])?$';
const expression = {type: 'string', minLength: 1, 'x-expected': 'an expression'} as const;

/** The user's rules as JSON Schema (draft 2020-12). `x-expected` completes the sentence "… is expected". */
export const ruleSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Rules of collector.redactRules',
  type: 'array',
  maxItems: 200,
  'x-expected': 'a list of rules, 200 at most, each with a name',
  items: {
    type: 'object',
    'x-expected': 'a rule: a map with a name, and what it takes',
    required: ['name'],
    additionalProperties: false,
    anyOf: ['path', 'annotations', 'key', 'value', 'detectors'].map((member) => ({required: [member]})),
    dependentSchemas: {
      detectors: {
        properties: {
          value: {not: {}, 'x-expected': 'no value beside detectors'},
          action: {enum: ['mask'], 'x-expected': 'mask beside detectors'},
        },
      },
    },
    properties: {
      name: {
        description: 'What the report counts it by.',
        type: 'string',
        pattern: '^[A-Za-z0-9][-A-Za-z0-9_.]{0,62}$',
        'x-expected': 'letters, digits, dashes, points and underscores, 63 at most',
      },
      kinds: {
        description: 'Types of objects. Default: all.',
        ...names,
        items: {
          type: 'string',
          pattern: kind,
          'x-expected': 'a type as addTypes names it, such as configmaps or widgets.demo.example.com',
        },
        'x-expected': 'a list of types, such as configmaps or widgets.demo.example.com',
      },
      namespaces: {
        description: 'Namespaces; * stands for any letters. Default: all.',
        ...names,
        'x-expected': 'a list of namespaces',
      },
      names: {
        description: 'Names of objects; * stands for any letters. Default: all.',
        ...names,
        'x-expected': 'a list of names',
      },
      path: {
        description: 'Where in the object: names with points between, *, **, [*], [0], [name=x], ["a.b"].',
        type: 'string',
        minLength: 1,
        'x-expected': 'a path, such as spec.containers[*].env[name=TOKEN].value',
      },
      annotations: {
        description: 'Names of annotations; * stands for any letters.',
        ...names,
        'x-expected': "a list of names, such as 'ops.example.com/*'",
      },
      within: {
        description: 'environment: in what is called an environment alone.',
        enum: ['environment'],
        'x-expected': 'environment',
      },
      key: {description: 'Expression (RE2) that the key must match.', ...expression},
      value: {description: 'Expression (RE2); what it matches of the value goes.', ...expression},
      detectors: {
        description:
          'What the entry must show: telling key (says that the value is secret), telling value (has the form of a secret), copy (a manifest or a token).',
        type: 'array',
        minItems: 1,
        items: {
          enum: ['telling key', 'telling value', 'copy'],
          'x-expected': 'telling key, telling value or copy',
        },
        'x-expected': 'any of telling key, telling value, copy',
      },
      action: {
        description:
          'mask (default): a marker in place of the value. drop: the member goes, in JSON. keep: no other rule takes it.',
        enum: ['mask', 'drop', 'keep'],
        'x-expected': 'mask, drop or keep',
      },
    },
  },
} as const;
