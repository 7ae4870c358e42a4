/** A field: its name, and its type, another message or a scalar; `[]`: repeated. */
type Field = readonly [name: string, type: string];
type Message = Readonly<Record<number, Field>>;

/** What of opentelemetry-proto 1.x (common, resource, trace, metrics) this project may send; anything else is refused. */
const messages: Readonly<Record<string, Message>> = {
  TracesData: {1: ['resourceSpans', 'ResourceSpans[]']},
  ResourceSpans: {1: ['resource', 'Resource'], 2: ['scopeSpans', 'ScopeSpans[]'], 3: ['schemaUrl', 'string']},
  ScopeSpans: {1: ['scope', 'Scope'], 2: ['spans', 'Span[]'], 3: ['schemaUrl', 'string']},
  Span: {
    1: ['traceId', 'id'],
    2: ['spanId', 'id'],
    3: ['traceState', 'string'],
    4: ['parentSpanId', 'id'],
    5: ['name', 'string'],
    6: ['kind', 'int'],
    7: ['startTimeUnixNano', 'nanos'],
    8: ['endTimeUnixNano', 'nanos'],
    9: ['attributes', 'KeyValue[]'],
    10: ['droppedAttributesCount', 'int'],
    11: ['events', 'Event[]'],
    12: ['droppedEventsCount', 'int'],
    13: ['links', 'Link[]'],
    14: ['droppedLinksCount', 'int'],
    15: ['status', 'Status'],
    16: ['flags', 'int'],
  },
  Event: {
    1: ['timeUnixNano', 'nanos'],
    2: ['name', 'string'],
    3: ['attributes', 'KeyValue[]'],
    4: ['droppedAttributesCount', 'int'],
  },
  Link: {},
  Status: {2: ['message', 'string'], 3: ['code', 'int']},
  MetricsData: {1: ['resourceMetrics', 'ResourceMetrics[]']},
  ResourceMetrics: {
    1: ['resource', 'Resource'],
    2: ['scopeMetrics', 'ScopeMetrics[]'],
    3: ['schemaUrl', 'string'],
  },
  ScopeMetrics: {1: ['scope', 'Scope'], 2: ['metrics', 'Metric[]'], 3: ['schemaUrl', 'string']},
  Metric: {1: ['name', 'string'], 2: ['description', 'string'], 3: ['unit', 'string'], 5: ['gauge', 'Gauge']},
  Gauge: {1: ['dataPoints', 'Point[]']},
  Point: {
    2: ['startTimeUnixNano', 'nanos'],
    3: ['timeUnixNano', 'nanos'],
    4: ['asDouble', 'double'],
    7: ['attributes', 'KeyValue[]'],
    8: ['flags', 'int'],
  },
  Resource: {1: ['attributes', 'KeyValue[]'], 2: ['droppedAttributesCount', 'int']},
  Scope: {
    1: ['name', 'string'],
    2: ['version', 'string'],
    3: ['attributes', 'KeyValue[]'],
    4: ['droppedAttributesCount', 'int'],
  },
  KeyValue: {1: ['key', 'string'], 2: ['value', 'AnyValue']},
  AnyValue: {
    1: ['stringValue', 'string'],
    2: ['boolValue', 'bool'],
    3: ['intValue', 'int'],
    4: ['doubleValue', 'double'],
  },
};

/** Whether JSON has a scalar's form (OTLP/JSON: identifiers in hexadecimal, 64 bits as text or number). */
const forms: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  id: (value) => typeof value === 'string' && /^(?:[\da-f]{16}|[\da-f]{32})$/.test(value),
  int: (value) => Number.isInteger(value) || (typeof value === 'string' && /^-?\d+$/.test(value)),
  nanos: (value) => typeof value === 'string' && /^\d{19}$/.test(value),
  double: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
};
/** How protobuf writes each. */
const wireTypes: Readonly<Record<string, readonly number[]>> = {
  id: [2],
  string: [2],
  int: [0, 5],
  bool: [0],
  nanos: [1],
  double: [1],
};

/** @throws Error for a field that the message does not have, or of another type. */
export function checkJson(type: string, value: unknown): unknown {
  const scalar = forms[type];
  if (scalar !== undefined) {
    if (!scalar(value)) throw new Error(`${JSON.stringify(value)} is no ${type}.`);
    return type === 'int' ? Number(value) : value;
  }
  if (typeof value !== 'object' || value === null) throw new Error(`${JSON.stringify(value)} is no ${type}.`);
  const fields = Object.values(messages[type] ?? {});
  return withoutDefaults(
    Object.entries(value).map(([key, inner]: [string, unknown]) => {
      const field = fields.find(([name]) => name === key);
      if (field === undefined) throw new Error(`${type} has no field ${key}.`);
      const of = field[1].replace('[]', '');
      if (of === field[1]) return [key, checkJson(of, inner)];
      if (!Array.isArray(inner)) throw new Error(`${type}.${key} is no list.`);
      return [key, inner.map((one) => checkJson(of, one))];
    }),
  );
}

/** @throws Error for a field that the message does not have, of another wire type, or for bytes that are left. */
export function decodeProtobuf(type: string, bytes: Buffer): unknown {
  const found = new Map<string, unknown>();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const [number, wire] = [tag >> 3, tag & 7];
    const field = messages[type]?.[number];
    if (field === undefined) throw new Error(`${type} has no field ${number}.`);
    const [name, kind] = field;
    const of = kind.replace('[]', '');
    if (!(wireTypes[of] ?? [2]).includes(wire)) throw new Error(`${type}.${name} has wire type ${wire}.`);
    let value: unknown;
    if (wire === 2) {
      const length = varint();
      if (at + length > bytes.length) throw new Error(`${type}.${name} is longer than its message.`);
      const part = bytes.subarray(at, at + length);
      at += length;
      value =
        of === 'string'
          ? part.toString('utf8')
          : of === 'id'
            ? part.toString('hex')
            : decodeProtobuf(of, part);
    } else if (wire === 1) {
      value = of === 'double' ? bytes.readDoubleLE(at) : String(bytes.readBigUInt64LE(at));
      at += 8;
    } else if (wire === 5) {
      value = bytes.readUInt32LE(at);
      at += 4;
    } else {
      value = of === 'bool' ? varint() === 1 : varint();
    }
    if (kind === of) found.set(name, value);
    else found.set(name, [...((found.get(name) as unknown[] | undefined) ?? []), value]);
  }
  return withoutDefaults([...found]);
}

/** What protobuf leaves out. */
function withoutDefaults(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(
    entries
      .filter(
        ([name, value]) =>
          name.endsWith('Value') || name === 'asDouble' || !['', 0].includes(value as string),
      )
      .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}
